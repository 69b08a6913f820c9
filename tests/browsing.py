"""The built site, served and opened in the system's Chromium."""

import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, sync_playwright

from reading import ROOT

Scheme = Literal["light", "dark"]


class Quiet(SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the base class's name
        del format, args


@contextmanager
def served(folder: Path, handler: type[SimpleHTTPRequestHandler] = Quiet) -> Iterator[str]:
    """The address under which the folder is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def chromium() -> str:
    """The path of the system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next(filter(None, map(shutil.which, names)), None)
    assert executable is not None, "there is no Chromium: make test installs it, or says how"
    return executable


@contextmanager
def launched() -> Iterator[Browser]:
    """The system's Chromium, running."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(  # noqa: PLR0913 # what a reader's screen and browser may be
    browser: Browser,
    address: str,
    *,
    width: int = 1440,
    scheme: Scheme = "light",
    javascript: bool = True,
    touch: bool = False,
    refused: list[str] | None = None,
) -> Iterator[Page]:
    """An empty page from which no request leaves the site at the address, http://… or file://…/site.

    The requests that would have left it are added to `refused`. With `touch` the screen is a phone's: no hovering.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=javascript,
        has_touch=touch,
        is_mobile=touch,
    )

    def guard(route: Route) -> None:
        if within(route.request.url, address):
            route.continue_()
        else:
            if refused is not None:
                refused.append(route.request.url)
            route.abort()

    # Only what is not plainly of the site comes here: each request that does waits for Python.
    context.route(re.compile(rf"^(?!{re.escape(address.rstrip('/'))}/)"), guard)
    try:
        yield context.new_page()
    finally:
        context.close()


_TABS = 6


def at_rest(page: Page, addresses: Iterable[str]) -> Iterator[tuple[str, Page]]:
    """Each address with a page that shows it and has for half a second asked for nothing more.

    Pages are opened some at a time, in tabs of the same context, so that their half seconds pass together. They are as
    wide as `page`.
    """
    tabs = [page, *(page.context.new_page() for _ in range(1, _TABS))]
    for tab in tabs:
        tab.set_viewport_size(page.viewport_size or {"width": 1440, "height": 900})
    waiting = iter(addresses)
    while opened := list(zip(islice(waiting, _TABS), tabs, strict=False)):
        for address, tab in opened:
            tab.goto(address)
        for address, tab in opened:
            tab.wait_for_load_state("networkidle")
            yield address, tab


def within(url: str, address: str) -> bool:
    """Whether the URL is of the site at the address: of its host, or, for files, in its folder."""
    there, here = urlsplit(url), urlsplit(address)
    if here.scheme == "file":
        return there.scheme == "file" and there.path.startswith(f"{here.path.rstrip('/')}/")
    return (there.scheme, there.netloc) == (here.scheme, here.netloc)


_AXE = ROOT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands: the rule and the element of each."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", _RULES)
    return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]
