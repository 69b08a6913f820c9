"""The site in a real browser: what it asks for, what a screen reader is told, what a note's mark does."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request

from browsing import at_rest, open_page
from mastercopy.build import Book


@pytest.mark.parametrize(
    ("scheme", "beyond"), [("http", "https://a.example/b"), ("file", "https://a.example/b"), ("file", "file:///b")]
)
def test_what_would_leave_the_site_is_refused_and_counted(
    browser: Browser, address: str, site: Path, scheme: str, beyond: str
) -> None:
    root = address if scheme == "http" else site.as_uri()
    refused: list[str] = []
    with open_page(browser, root, refused=refused) as page:
        page.goto(f"{root}/index.html", wait_until="networkidle")
        assert refused == []
        page.evaluate("url => new Promise(done => { const i = new Image(); i.onerror = done; i.src = url; })", beyond)
    assert refused == [beyond]


WIDTHS = (1440, 768, 360)


@pytest.mark.parametrize(
    "widths",
    [
        pytest.param(WIDTHS, id="each"),
        *(pytest.param((width,), marks=pytest.mark.thorough, id=f"{width}") for width in WIDTHS),
    ],
)
def test_every_page_keeps_to_its_host_and_to_the_screen(
    page: Page, address: str, site: Path, refused: list[str], widths: tuple[int, ...]
) -> None:
    faults: list[str] = []
    page.context.on("weberror", lambda error: faults.append(str(error.error)))
    page.context.on("requestfailed", lambda request: faults.append(_fault(request)))
    page.set_viewport_size({"width": widths[0], "height": 800})
    wide: list[tuple[str, int]] = []
    seen = 0
    paths = (path.relative_to(site).parent.as_posix() for path in sorted(site.rglob("index.html")))
    for url, tab in at_rest(page, (f"{address}/{path}/" for path in paths)):
        seen += 1
        for width in widths:
            tab.set_viewport_size({"width": width, "height": 800})
            wide += [(url, width)] if tab.evaluate("document.documentElement.scrollWidth") > width else []
        tab.set_viewport_size({"width": widths[0], "height": 800})
    assert wide == []
    assert refused == []
    assert list(filter(None, faults)) == []
    assert seen > 30


def _fault(request: Request) -> str:
    """The address of what failed. What is broken off when the next page is opened is no fault."""
    return "" if request.failure == "net::ERR_ABORTED" else request.url


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


def test_a_mark_leads_to_its_note_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}/text/iv-2/")
    page.locator("#fnref2-p44-star a").click()
    assert page.url.endswith("#fn-p44-star")
    page.locator("#fn-p44-star a[role=doc-backlink]").nth(1).click()
    assert page.url.endswith("#fnref2-p44-star")


def test_an_index_locator_leads_to_the_very_mention(page: Page, address: str) -> None:
    page.goto(f"{address}/text/names/")
    page.locator("li:has(> p > #kautsky) a, li:has(> #kautsky) a").first.click()
    page.wait_for_load_state()
    key = page.url.rpartition("#")[2]
    assert page.locator(f"[id='{key}']").inner_text() == "Kautsky"
