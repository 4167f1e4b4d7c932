"""Several collections from one server, each a page below its name, and the page that lists them."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Mount, Route

from index.store import LibraryError
from page.desk import Desk
from page.markup import safe
from page.phrases import Phrases, preferred
from page.reader import POLICY, document_html
from page.welcome import outline_html


def named(folders: Iterable[Path]) -> dict[str, Path]:
    """Return collections by the names of their folders; raise LibraryError where two have the same."""
    listed = [(folder.resolve().name, folder) for folder in folders]
    for name, count in Counter(name for name, _ in listed).items():
        if count > 1:
            raise LibraryError(f"two indexes are called {name}: give one of the folders another name")
    return dict(listed)


def together(pages: Mapping[str, Starlette], desks: Sequence[Desk]) -> Starlette:
    """Return one web application of the pages of collections, each below its name, and a list of them at
    "/".
    """

    def listed(request: Request) -> HTMLResponse:
        given = request.query_params.get("in") or preferred(request.headers.get("accept-language", ""))
        html = list_html(dict(zip(pages, desks, strict=True)), Phrases(given))
        return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})

    @asynccontextmanager
    async def alive(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for page in pages.values():
                await stack.enter_async_context(page.router.lifespan_context(page))
            yield

    def icon(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{quote(next(iter(pages)))}/favicon.ico")

    def with_slash(request: Request) -> RedirectResponse:
        # Relative, so that it holds below the path of a proxy too.
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{quote(request.path_params['name'])}/{query}")

    mounts = [Mount(f"/{name}", app=page) for name, page in pages.items()]
    routes = [Route("/", listed), Route("/favicon.ico", icon), *mounts, Route("/{name}", with_slash)]
    return Starlette(routes=routes, lifespan=alive)


def list_html(desks: Mapping[str, Desk], phrases: Phrases) -> str:
    """Return the page that lists collections by name, with what each is about."""
    items = ""
    for name, desk in desks.items():
        outline, below = desk.outline(), f"{quote(name)}/"
        about = f"<p>{safe(desk.notice(phrases))}</p>"
        if outline:
            about = outline_html(desk, outline, phrases, below)
        items += f'<section><h2><a href="{below}">{safe(name)}</a></h2>{about}</section>'
    return document_html(
        "Polycite", f'<main class="wide"><h1>{phrases("collections")}</h1>{items}</main>', phrases
    )
