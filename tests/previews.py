"""A live preview whose site is made in no time, for tests: one text, one page."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from mastercopy import disk, preview
from mastercopy.bringing import Brought
from mastercopy.preview.board import Board
from mastercopy.preview.server import Server
from mastercopy.preview.watch import Watch
from mastercopy.problems import Problem
from mastercopy.site import Result

PROBLEM = Problem("edition/book.txt", 1, "C001", "a choice needs a <sic> and a corr")
PAGE = "<!DOCTYPE html><html lang='en'><head><title>A book</title></head><body><main><p>{}</p></main></body></html>"


class Desk(Struct, frozen=True):
    """Where an editor works: the text that is edited, the site, and how often it was brought up to date."""

    text: Path
    site: Path
    address: str
    told: list[Brought]

    def ask(self, path: str, *, method: str = "GET", host: str = "") -> tuple[HTTPResponse, bytes]:
        """The answer to a request, the path of which is sent as it is, and its content."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        try:
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host or urlsplit(self.address).netloc)
            connection.endheaders()
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    @contextmanager
    def events(self) -> Iterator[Iterator[dict[str, object]]]:
        """What open pages are told, one after the other."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        try:
            connection.request("GET", "/-/events")
            lines = iter(connection.getresponse().readline, b"")
            yield (json.loads(line.removeprefix(b"data: ")) for line in lines if line.startswith(b"data: "))
        finally:
            connection.close()


def shown(text: Path, site: Path) -> Brought:
    """Makes the one page of the site, and a file of docs/ with it; where the text says BAD, that is a problem."""
    words = text.read_text(encoding="utf-8")
    if "BAD" in words:
        return Brought((PROBLEM,))
    made = text.parent / "made.md"
    disk.replace(made, f"Made from {words}".encode())
    page = PAGE.format(words).encode()
    new = not (site / "index.html").exists() or (site / "index.html").read_bytes() != page
    if new:
        disk.replace(site / "index.html", page)
    return Brought((), Result(1, int(new), 0), (made,))


@contextmanager
def desk(folder: Path, update: Callable[[Path, Path], Brought] = shown, *, site: Path | None = None) -> Iterator[Desk]:
    """A preview of a folder with a text in it, followed by a thread; the first update is done."""
    text = folder / "edition" / "book.txt"
    text.parent.mkdir(parents=True)
    text.write_text("One.", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text("site_name: A book\n", encoding="utf-8")
    where = site or folder / "site"
    where.mkdir(exist_ok=True)
    told: list[Brought] = []
    with (
        Server("127.0.0.1", 0, where, Board()) as server,
        server.serving(),
        Watch(config, [text.parent, folder / "none"], without=where) as watch,
    ):
        parts = (lambda: update(text, where), watch, server.board, lambda brought, _: told.append(brought))
        preview.bring(*parts)
        thread = threading.Thread(target=preview.follow, args=parts)
        thread.start()
        try:
            yield Desk(text, where, server.address, told)
        finally:
            watch.close()
            thread.join()
