"""The site over http, for browsers on this machine: its files as they are, and in each page the preview's script.

Under `/-/`, where a site has nothing, are the script and what open pages are told, as server-sent events (HTML Living
Standard, 9.2).
"""

import errno
import mimetypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socket import AF_INET, AF_INET6
from socketserver import TCPServer
from threading import Thread
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from msgspec.json import encode

from mastercopy.preview.board import Board

SCRIPT: Final = "/-/preview.js"
EVENTS: Final = "/-/events"
HEARTBEAT = 10.0
"""Seconds after which a browser that hears nothing is sent a comment: so it is noticed that it has gone."""
_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 # compared with what the command was given
_PREVIEW: Final = Path(__file__).with_name("preview.js").read_bytes()
_NOWHERE: Final = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Not found</title></head>
<body><main><h1>Not found</h1><p>The site has no such page yet.</p></main></body></html>
"""
# What is known to Python alone, so that a type is the same on each machine.
_TYPES: Final = mimetypes.MimeTypes(filenames=())
for _ending, _type in (
    (".js", "text/javascript"), (".md", "text/markdown"), (".bib", "text/x-bibtex"), (".ris", "text/plain"),
    (".tsv", "text/tab-separated-values"), (".woff2", "font/woff2"), (".webp", "image/webp"),
    (".map", "application/json"),
):  # fmt: skip
    _TYPES.add_type(_type, _ending)


class Server(ThreadingHTTPServer):
    """Serves the files of a folder to browsers that ask for this machine by its own name.

    Raises OSError where the port is taken or the host isn't this machine.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, site: Path, board: Board) -> None:
        self.host = host.strip("[]")
        self.site = site
        self.board = board
        self.address_family = AF_INET6 if ":" in self.host else AF_INET
        try:
            super().__init__((self.host, port), Handler)
        except OSError as error:
            raise OSError(error.errno, _why(error), f"{host}:{port}") from error

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Answers in threads meanwhile; at the end nobody is told anything any more."""
        thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.board.close()
            self.shutdown()
            thread.join()

    def server_bind(self) -> None:
        """Binds without asking for the host's name, which may take its time."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.host, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing of browsers that have gone."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # what the base class hands over

    @property
    def address(self) -> str:
        """The address of the site."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.server_port}/"

    def known_as(self, host: str) -> bool:
        """Whether a `Host` is ours: by another name a page of a stranger's would reach us (DNS rebinding)."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in {"localhost", "127.0.0.1", "::1", self.host}:
            return True
        return self.host in _EVERYWHERE and _is_number(name)


def _is_number(name: str) -> bool:
    """Whether a host is named by its number: no name, and so none that could lead here from elsewhere."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _why(error: OSError) -> str:
    return "is in use; name another with --port" if error.errno == errno.EADDRINUSE else error.strerror or str(error)


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "mastercopy"
    sys_version = ""
    # A head and its body are written one after the other: the second isn't to wait for the first to be acknowledged.
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        """Answers a request for a file, or for events."""
        path = self.path.partition("?")[0]
        if not self.server.known_as(self.headers.get("Host", "")):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"This host isn't served here.\n", "text/plain")
        elif path == EVENTS:
            self._stream()
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, _PREVIEW, "text/javascript")
        else:
            self._file(path)

    def do_HEAD(self) -> None:
        """Answers without the content."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the base class's name
        """Says nothing of requests."""

    def _file(self, path: str) -> None:
        # Before the file is read: a page that is older than it says is loaded again, one that is newer never is.
        version = self.server.board.notice.version
        parts = [unquote(part) for part in path.split("/") if part]
        found = _inside(self.server.site, parts)
        if found and found.is_dir() and not path.endswith("/"):
            query = self.path.partition("?")[2]
            to = "/" + "".join(f"{quote(part, safe='')}/" for part in parts) + (f"?{query}" if query else "")
            self._send(HTTPStatus.FOUND, b"", "text/plain", Location=to)
            return
        page = _inside(self.server.site, [*parts, "index.html"]) if found and found.is_dir() else found
        content = _content(page) if page and (found == page) != path.endswith("/") else None
        if content is None or page is None:
            nowhere = _content(self.server.site / "404.html") or _NOWHERE
            self._send(HTTPStatus.NOT_FOUND, _with_script(nowhere, version), "text/html")
            return
        kind = _TYPES.guess_type(page.name)[0] or "application/octet-stream"
        self._send(HTTPStatus.OK, _with_script(content, version) if kind == "text/html" else content, kind)

    def _send(self, status: HTTPStatus, content: bytes, kind: str, **more: str) -> None:
        text = kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
        self._head(status, f"{kind}; charset=utf-8" if text else kind, **{"Content-Length": str(len(content)), **more})
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(self, status: HTTPStatus, kind: str, **more: str) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Cache-Control": "no-cache",
            "X-Content-Type-Options": "nosniff",
            # No page of another site includes what is served here.
            "Cross-Origin-Resource-Policy": "same-origin",
            **more,
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _stream(self) -> None:
        """Tells what stands on the board, at once and at each change, until the browser goes."""
        self.close_connection = True
        self._head(HTTPStatus.OK, "text/event-stream", Connection="close")
        if self.command == "HEAD":
            return
        seen = None
        try:
            while True:
                notice = self.server.board.after(seen, within=HEARTBEAT)
                self.wfile.write(b"data: " + encode(notice) + b"\n\n" if notice else b":\n\n")
                seen = notice or seen
        except (OSError, EOFError):
            return


def _inside(site: Path, parts: list[str]) -> Path | None:
    """A file or folder of the site; None where there is none, or a link or a name that leads out of it."""
    if any(part in {".", ".."} or "/" in part or "\\" in part or "\0" in part for part in parts):
        return None
    try:
        top, found = site.resolve(), site.joinpath(*parts).resolve(strict=True)
    except (OSError, ValueError):
        return None
    return found if found.is_relative_to(top) else None


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _with_script(page: bytes, version: str) -> bytes:
    """A page with the preview's script as its last element."""
    before, end, after = page.rpartition(b"</body>")
    script = f'<script src="{SCRIPT}" data-version="{version}"></script>'.encode()
    return before + script + end + after if end else page + script
