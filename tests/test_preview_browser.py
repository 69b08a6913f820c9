"""The live preview in a browser: an open page shows each save at the same place, and problems until they are gone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, Page, expect

from browsing import open_page, violations
from mastercopy import disk
from mastercopy.bringing import Brought
from mastercopy.site import Result
from previews import PROBLEM, Desk, desk

PLACE = "par-27"
"""A paragraph in the middle of a long page."""
ABOVE = "par-21"
"""A paragraph that stands far above it."""
TOP = f"document.getElementById('{PLACE}').getBoundingClientRect().top"
_END = "<!-- what was put in -->"
HOSTILE = "edition/book.txt:2: <img src=x onerror=document.title='live'>"


class Open(Struct, frozen=True):
    """A page that is open while the text is being worked on."""

    page: Page
    here: Desk

    def save(self, words: str) -> None:
        """Saves the text."""
        self.here.text.write_text(words, encoding="utf-8")


def longer(text: Path, site: Path) -> Brought:
    """Puts the words of the text into a paragraph of the site; where they say BAD, that is a problem."""
    words = text.read_text(encoding="utf-8")
    if "BAD" in words:
        return Brought((PROBLEM,))
    if "WORSE" in words:
        return Brought(site=Result(failed=f"{PROBLEM}\n{HOSTILE}"))
    page = site / "text" / "iv-2" / "index.html"
    before, paragraph, after = page.read_text(encoding="utf-8").partition(f'<p id="{ABOVE}">')
    assert paragraph
    before += "" if "<details>" in before else "<details><summary>More</summary>Words</details>"
    old = after.partition(_END)[2] or after
    disk.replace(page, f"{before}{paragraph}{f'{words} ' * 200}{_END}{old}".encode())
    return Brought(site=Result(1, 1, 0))


@pytest.fixture
def opened(browser: Browser, site: Path, tmp_path: Path) -> Iterator[Open]:
    """A section, read in the middle."""
    copied = tmp_path / "copied"
    shutil.copytree(site, copied)
    with desk(tmp_path / "bench", longer, site=copied) as here, open_page(browser, here.address) as page:
        # Chromium itself finds the place again; other browsers keep the pixels, or go to what the address names.
        page.add_init_script("history.scrollRestoration = 'manual'")
        page.goto(f"{here.address}text/iv-2/#p42")
        page.evaluate(f"scrollBy(0, {TOP} - 123)")
        yield Open(page, here)


def test_an_open_page_shows_a_save_at_the_same_place(opened: Open) -> None:
    page = opened.page
    page.locator("article details").first.evaluate("element => element.open = true")
    page.evaluate(f"scrollBy(0, {TOP} - 123)")
    before = page.evaluate("scrollY")
    assert page.evaluate(TOP) == pytest.approx(123, abs=1)
    page.wait_for_timeout(300)
    opened.save("Two and a half. ")
    expect(page.locator(f"#{ABOVE}")).to_contain_text("Two and a half.")
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > before + 100
    assert page.evaluate(TOP) == pytest.approx(123, abs=1)
    assert page.locator("article details").first.get_attribute("open") is not None
    assert page.url.endswith("#p42")


def test_problems_are_shown_over_the_page_until_they_are_gone(opened: Open) -> None:
    page = opened.page
    place = page.evaluate(TOP)
    opened.save("WORSE")
    shown = page.get_by_role("alertdialog", name="2 problems")
    expect(shown.get_by_role("listitem")).to_have_text([str(PROBLEM), HOSTILE])
    expect(shown.get_by_role("button", name="Close")).to_be_focused()
    assert page.title() != "live"
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    opened.save("BAD")
    one = page.get_by_role("alertdialog", name="A problem")
    expect(one).to_be_visible()
    one.get_by_role("button", name="Close").click()
    expect(one).to_be_hidden()
    page.goto(f"{opened.here.address}text/iv-1/")
    expect(one).to_be_visible()
    page.go_back()
    expect(one).to_be_visible()
    page.evaluate(f"scrollBy(0, {TOP} - {place})")
    opened.save("Three. ")
    expect(page.locator(f"#{ABOVE}")).to_contain_text("Three.")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.wait_for_timeout(300)
    assert page.evaluate(TOP) == pytest.approx(place, abs=1)
