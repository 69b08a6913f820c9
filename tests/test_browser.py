"""The site in a real browser: what it asks for, what a screen reader is told, what a note's mark does."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from mastercopy.build import Book


class Quiet(SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the base class's name
        del format, args


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next(filter(None, map(shutil.which, names)), None)
    assert executable is not None, "there is no Chromium: make test installs it, or says how"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def refused() -> list[str]:
    """The requests that left the site."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, refused: list[str]) -> Iterator[Page]:
    """A page from which no request leaves the site."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(address).netloc:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    yield context.new_page()
    context.close()


def test_no_page_asks_anything_of_another_host(page: Page, address: str, site: Path, refused: list[str]) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    for path in sorted(site.rglob("index.html")):
        page.goto(f"{address}/{path.relative_to(site).parent.as_posix()}/", wait_until="networkidle")
    assert refused == []
    assert faults == []


def test_the_accessibility_tree_names_every_page_break_and_note_mark(page: Page, address: str, book: Book) -> None:
    breaks: list[str] = []
    marks: set[str] = set()
    for section in book.sections:
        page.goto(f"{address}/text/{section.key}/")
        for node in _tree(page):
            role, name = node.get("role", {}).get("value"), node.get("name", {}).get("value", "")
            if role == "doc-pagebreak":
                breaks.append(name)
            elif role == "doc-noteref":
                marks.add(name)
    assert sorted(breaks) == [str(number) for number in range(38, 52)]
    assert "Note 40, n. 2" in marks
    assert all(marks)


def _tree(page: Page) -> list[dict[str, Any]]:
    session = page.context.new_cdp_session(page)
    return list(session.send("Accessibility.getFullAXTree")["nodes"])


def test_a_mark_opens_a_popup_with_the_note(page: Page, address: str) -> None:
    page.goto(f"{address}/text/iv-1/", wait_until="networkidle")
    page.locator("#fnref-p40-2 a").hover()
    popup = page.locator(".md-tooltip2--active, .md-tooltip2[role=dialog]").first
    popup.wait_for(state="visible")
    assert "Left-Wing' Communism" in popup.inner_text()


def test_a_mark_leads_to_its_note_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}/text/iv-2/")
    page.locator("#fnref2-p44-star a").click()
    assert page.url.endswith("#fn-p44-star")
    page.locator("#fn-p44-star a[role=doc-backlink]").nth(1).click()
    assert page.url.endswith("#fnref2-p44-star")


def test_an_address_of_a_page_leads_to_its_marker(page: Page, address: str) -> None:
    page.goto(f"{address}/text/iv-2/#p44")
    page.wait_for_timeout(300)
    box = page.locator("#p44").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_an_index_locator_leads_to_the_very_mention(page: Page, address: str) -> None:
    page.goto(f"{address}/text/names/")
    page.locator("li:has(> p > #kautsky) a, li:has(> #kautsky) a").first.click()
    page.wait_for_load_state()
    key = page.url.rpartition("#")[2]
    assert page.locator(f"[id='{key}']").inner_text() == "Kautsky"


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_is_wider_than_the_screen(page: Page, address: str, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in sorted(site.rglob("index.html")):
        page.goto(f"{address}/{path.relative_to(site).parent.as_posix()}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_text_is_complete_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/text/iv-3/")
    text = page.locator("article").inner_text()
    assert "facilitates the practical application" in text
    assert page.locator("[role=doc-endnotes] li").count() > 2
    context.close()


def test_the_number_of_a_page_is_no_part_of_copied_text(page: Page, address: str) -> None:
    page.goto(f"{address}/text/iv-3/", wait_until="networkidle")
    copied = page.evaluate(
        """() => {
            const paragraph = document.querySelector('#p51').closest('p');
            getSelection().selectAllChildren(paragraph);
            return getSelection().toString();
        }"""
    )
    assert "facilitates the practical" in copied
    assert "51" not in copied
