"""Old addresses, and what has changed since one was cited: served and from the disk, and without scripts."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import open_page, served, violations
from mastercopy import disk
from mastercopy.offline import archive
from masters import folder
from rooms import Look, Room, entered
from test_release import FIRST, decided, publish, text
from test_release import site as built

LOOKS = (Look(1440, "light"), Look(360, "dark", disk=True, touch=True))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of version 1.1.0 of an edition, from which things have moved since 1.0.0."""
    made = folder(tmp_path_factory.mktemp("old"), text(FIRST, "1.0.0", "2026-01-01"))
    assert publish(made, "1.0.0", "2026-01-01").exit_code == 0
    assert {result.exit_code for result in decided(made)} == {0}
    assert publish(made, "1.1.0").exit_code == 0
    return built(made)


@pytest.fixture(params=LOOKS, ids=str)
def old(request: pytest.FixtureRequest, browser: Browser, site: Path, tmp_path: Path) -> Iterator[Room]:
    """That edition, as a reader has it who comes with an old address."""
    with zipfile.ZipFile(io.BytesIO(archive(disk.inside(site), name="book"))) as packed:
        packed.extractall(tmp_path)
    with served(site) as address, entered(browser, address, tmp_path / "book" / "index.html", request.param) as room:
        yield room


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("text/one/#par-2", "text/one/#par-1"),
        ("text/one/?v=1.0.0#p2", "text/one/?v=1.0.0#p3"),
        ("p/2/", "p/3/"),
        ("p/2/#fn-p1-1", "p/3/"),
    ],
)
def test_an_old_address_leads_to_where_the_thing_is(old: Room, address: str, leads: str) -> None:
    old.page.goto(old.url(address))
    old.page.wait_for_url(old.url(leads))


def test_an_address_that_was_withdrawn_says_so_where_it_was(old: Room) -> None:
    page = old.open("text/one/#par-3")
    words = "isn’t here any more since version 1.1.0. It is no part of the text."
    expect(page.locator("#par-3")).to_contain_text(words)
    expect(page.locator("#par-3")).to_be_in_viewport()


def test_without_scripts_an_old_address_shows_the_way(browser: Browser, site: Path) -> None:
    with served(site) as address, open_page(browser, address, javascript=False) as page:
        page.goto(f"{address}/text/one/#par-2")
        page.locator("#par-2").get_by_role("link").click()
        page.wait_for_url("**/text/one/#par-1")
        page.goto(f"{address}/p/2/")
        page.wait_for_url("**/p/3/")


def test_a_page_that_has_changed_since_it_was_cited_says_what(old: Room) -> None:
    page = old.open("p/1/?v=1.0.0")
    region = page.get_by_role("region", name="Since the version that was cited")
    said = "The text of this page has changed since version 1.0.0, which was cited: 1 change."
    expect(region.get_by_role("status")).to_have_text(said)
    expect(region.locator("del")).to_be_hidden()
    old.press(region.get_by_role("button", name="Show what has changed"))
    expect(region.locator("del")).to_contain_text("strcke")
    expect(region.locator("ins")).to_contain_text("stroke")
    expect(region.locator("li")).to_contain_text("version 1.1.0")
    if not old.look.disk:  # from the disk, axe-core may read no style sheet
        assert [fault for fault in violations(page) if "since" in fault] == []


def test_a_section_says_what_has_changed_on_its_pages(old: Room) -> None:
    page = old.open("text/one/?v=1.0.0#par-1")
    region = page.get_by_role("region", name="Since the version that was cited")
    expect(region).to_contain_text("The text of the pages of this section has changed since version 1.0.0")
    old.press(region.get_by_role("button", name="Show what has changed"))
    expect(region.locator("ins").first).to_contain_text("stroke")


@pytest.mark.parametrize(
    ("version", "said"),
    [("1.1.0", ""), ("9.9", "Version 9.9, which was cited, isn’t known here. This is version 1.1.0."), ("", "")],
)
def test_the_version_of_today_needs_no_word_and_an_unknown_one_is_called_so(old: Room, version: str, said: str) -> None:
    page = old.open(f"p/1/?v={version}")
    page.wait_for_timeout(400)
    region = page.get_by_role("region", name="Since the version that was cited")
    assert (region.inner_text() if region.count() else "") == said


def test_what_is_written_into_the_version_is_only_letters(old: Room) -> None:
    page = old.open("p/1/?v=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(page.get_by_role("region", name="Since the version that was cited")).to_contain_text("<img src=x onerror=")
    assert page.locator(".since img").count() == 0
