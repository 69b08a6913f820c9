"""The reading room of other editions: odd page labels, odd corrections, no pages at all; and data that don't come."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import served
from mastercopy import build, disk
from mastercopy import site as builder
from masters import ROOT, folder, master, register
from rooms import Look, Room, entered

_CORR = '<corr resp="#ed" type="print" change="#r-1">%s<note type="reason">Why.</note></corr></choice>'
_ODD = (
    '<pb n="XII"/><p xml:id="par-1">A preface of <persName xml:id="m-1" ref="reg:marx">Marx</persName>.</p>\n'
    '<p xml:id="par-2">It goes on <pb n="51 [15]"/>here<note xml:id="n-1" place="foot" n="1">A note.</note> and '
    f'<pb n="16a"/>there<lb/>znext. In<choice xml:id="c-1"><sic> </sic>{_CORR % ""}deed '
    '<choice xml:id="c-2"><sic>the outre inn</sic>'
    + _CORR % f'the <hi rend="italic"><choice xml:id="c-3"><sic>outre</sic>{_CORR % "outer"}</hi> inn'
    + f' a <choice xml:id="c-4"><sic>quackword</sic>{_CORR % ""}house.</p>'
)
_PERSONS = '<listPerson><person xml:id="marx"><persName>Marx, Karl</persName></person></listPerson>'


def made(where: Path, text: str) -> Path:
    """The site of an edition with the text, built with our mkdocs.yml, style sheet and scripts."""
    docs = where / "docs"
    for part in ("javascripts", "stylesheets"):
        shutil.copytree(ROOT / "docs" / part, docs / part)
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    sources, _ = disk.sources(folder(where, master(text), register(_PERSONS)))
    assert sources is not None
    book, problems = build.book(sources)
    assert book is not None, problems
    disk.write(docs, build.files(book))
    shutil.copytree(ROOT / "overrides", where / "overrides")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (where / "mkdocs.yml").write_text(config.partition("\nvalidation:")[0], encoding="utf-8")
    result = builder.build(where / "mkdocs.yml", docs, where / "site", date="2026-11-23")
    assert not result.failed
    return where / "site"


@contextmanager
def reading(site: Path, browser: Browser, *, known: tuple[str, ...] = ()) -> Iterator[Room]:
    """The reading room of the site, on a wide screen."""
    with served(site) as address, entered(browser, address, site, Look(1440, "light"), known=known) as room:
        yield room


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition whose pages are XII, 51 [15] and 16a."""
    return made(tmp_path_factory.mktemp("odd"), _ODD)


ANCHORS = {
    "xii": "pxii", "p. XII": "pxii", "15": "p15", "[15]": "p15", "51 [15]": "p15", "16a": "p16a", "15–16a": "p15",
    "p15 n1": "fn-n-1", "15n.1": "fn-n-1",
}  # fmt: skip


def test_a_page_is_found_by_its_label_and_by_the_number_that_is_meant(odd: Path, browser: Browser) -> None:
    with reading(odd, browser) as room:
        for typed, anchor in ANCHORS.items():
            page = room.open("text/names/")
            room.go(typed)
            page.wait_for_url(room.url(f"text/one/#{anchor}"))


def test_what_isnt_there_is_said_and_not_thrown(odd: Path, browser: Browser) -> None:
    with reading(odd, browser) as room:
        page = room.open("text/one/")
        room.go("15 n. toString")
        expect(page.get_by_role("status").last).to_have_text("There is no note toString on p. 51 [15]. It has n. 1.")
        room.go("3")
        expect(page.get_by_role("status").last).to_have_text(
            "There is no page 3. The edition has pp. XII, 51 [15], 16a."
        )


def test_a_result_on_a_page_with_an_odd_label_leads_to_it(odd: Path, browser: Browser) -> None:
    with reading(odd, browser) as room:
        page = room.open("text/one/")
        results = room.find("here")
        assert results.locator("b").all_inner_texts() == ["p. 51 [15]"]
        results.get_by_role("link").click()
        page.wait_for_url(room.url("text/one/?q=here#p15"))
        assert page.evaluate("dom.target().id") == "p15"


def test_keys_turn_pages_with_odd_labels(odd: Path, browser: Browser) -> None:
    with reading(odd, browser) as room:
        page = room.open("text/one/")
        for anchor in ("p15", "p16a"):
            page.keyboard.press("j")
            page.wait_for_url(f"**/#{anchor}")
        assert room.label() == "16a"


def test_as_in_the_source_is_what_the_source_has(odd: Path, browser: Browser) -> None:
    with reading(odd, browser) as room:
        page = room.open("text/one/")
        read = "[...document.querySelectorAll('#par-2')].map(at => words.nodes(at).map(node => node.data).join(''))[0]"
        assert "Indeed the outer inn a house." in page.evaluate(read).replace("\n", " ")
        room.choose("As in the source")
        assert "In deed the outre inn a quackwordhouse." in page.evaluate(read).replace("\n", " ")
        room.choose("Reading text")
        assert "Indeed the outer inn a house." in page.evaluate(read).replace("\n", " ")


def test_words_after_the_end_of_a_line_and_words_of_the_source_alone_are_marked(odd: Path, browser: Browser) -> None:
    with reading(odd, browser) as room:
        for query, marked in (("znext", "znext"), ("quackword", " h")):
            page = room.open(f"text/one/?q={query}")
            page.wait_for_function("CSS.highlights.get('found')?.size === 1")
            assert room.marked("found") == [marked]


def test_an_edition_without_pages_has_search_and_no_words_of_pages(browser: Browser, tmp_path: Path) -> None:
    text = (
        '<p xml:id="par-1">A word of <persName xml:id="m-1" ref="reg:marx">Marx</persName>'
        '<note xml:id="n-1" place="foot" n="1">A word.</note>.</p>'
    )
    with reading(made(tmp_path, text), browser) as room:
        page = room.open("text/one/")
        assert [name.strip() for name in room.find("word").locator("> a").all_inner_texts()] == [
            "chapter one", "n. 1 · chapter one",
        ]  # fmt: skip
        page.keyboard.press("Escape")
        page.locator("#m-1").click()
        page.wait_for_timeout(400)
        expect(page.locator(".popup")).to_be_hidden()
        room.go("3")
        expect(page.get_by_role("status").last).to_have_text("There is no page 3. The edition has no page numbers.")


def test_data_that_do_not_come_are_told_and_asked_for_again(browser: Browser, odd: Path) -> None:
    with reading(odd, browser, known=("Failed to load resource", "mentions/names", "Uncaught")) as room:
        page = room.open("text/one/")
        page.route("**/mentions/names.js", lambda route: route.fulfill(status=404, body=""))
        page.locator("#m-1").click()
        expect(page.get_by_role("status").last).to_have_text("The text can't be loaded now.")
        page.route("**/mentions/names.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.locator("#m-1").click()
        page.wait_for_timeout(300)
        expect(page.locator(".popup")).to_be_hidden()
        page.unroute("**/mentions/names.js")
        page.locator("#m-1").click()
        expect(room.popup()).to_contain_text("Marx, Karl")
