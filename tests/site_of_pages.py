"""A site with pages, a feed and what goes wrong on sites."""

from http.server import BaseHTTPRequestHandler

PAGE = "<!doctype html><html><body><p>The bridge opens in May.</p></body></html>"
BRIDGE = PAGE.replace("bridge", "橋")
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><link>{site}/</link>
<item><link>{site}/bridge.html</link></item><item><link>{site}/gone.html</link></item></channel></rss>"""


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        site = f"http://{self.headers['Host']}"
        pages = {
            "/robots.txt": (200, "text/plain", "User-agent: *\nDisallow: /secret"),
            "/bridge.html": (
                200,
                "text/html; charset=shift_jis",
                PAGE.replace("bridge", "橋").encode("cp932"),
            ),
            "/feed.xml": (200, "application/rss+xml", FEED.format(site=site)),
            "/large": (200, "text/plain", "x" * 5000),
            "/away": (302, "/bridge.html", ""),
            "/round": (302, "/round", ""),
            "/secret": (200, "text/plain", "Nobody may read it."),
        }
        status, kind, body = pages.get(self.path, (404, "text/plain", "no such page"))
        self.send_response(status)
        self.send_header("Location" if status == 302 else "Content-Type", kind)
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else body.encode())

    def log_message(self, *_):
        pass
