"""A tiny reverse proxy: http://127.0.0.1:ITS-OWN/chat/... -> http://127.0.0.1:PORT/..., as nginx does with
`location /chat/ { proxy_pass http://127.0.0.1:PORT/; }`, with a Host header of its own.

`python tests/proxy.py PORT HOST PREFIX` prints the port that it took.
"""

import asyncio
import sys


async def pass_on(reader, writer, port, host, prefix):
    try:
        line, _, rest = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
        method, path, version = line.split(b" ")
        if not path.startswith(prefix):
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        headers = [header for header in rest.split(b"\r\n") if header]
        kept = [header for header in headers if not header.lower().startswith((b"connection:", b"host:"))]
        line = b" ".join([method, path.removeprefix(prefix) or b"/", version])
        head = b"\r\n".join([line, *kept, b"Host: " + host, b"Connection: close", b"", b""])
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", port)
        up_writer.write(head)
        await asyncio.gather(pipe(reader, up_writer), pipe(up_reader, writer))
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def pipe(reader, writer):
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def main(port, host, prefix):
    server = await asyncio.start_server(
        lambda reader, writer: pass_on(reader, writer, int(port), host.encode(), prefix.encode()),
        "127.0.0.1",
        0,
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
