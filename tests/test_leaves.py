"""The pages of the print as pages of the site: joined, they are the whole text, with nothing twice."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import html
from msgspec.structs import replace

from mastercopy import build, walk
from mastercopy.derive import leaves
from mastercopy.derive.survey import survey
from mastercopy.model import (
    Block,
    Cell,
    Division,
    Edition,
    Header,
    Mark,
    Note,
    NoteKind,
    PageBreak,
    Paragraph,
    Row,
    Table,
    Text,
    Word,
)
from mastercopy.register import Register
from mastercopy.write import leaves as writer
from mastercopy.write.inlines import Legend
from reading import article, elements, expected, joined, lines
from strategies import editions
from test_properties import rendered

RENDERED = settings(max_examples=settings.default.max_examples // 4 if settings.default else 40)
"""Each edition has many pages, and each page goes through Markdown."""


def boxes(pages: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """What holds the text of each page."""
    return [box for page in pages for box in elements(page, ".//div[@class='leaf' or @class='leaf runs-on']")]


def shown(edition: Edition) -> list[html.HtmlElement]:
    """The pages of the print of an edition, rendered."""
    surveyed = survey(edition, ("div",))
    found = leaves.leaves(edition, surveyed)
    return [rendered(writer.page(leaf, surveyed, Legend(), made_from="book.xml")) for leaf in found]


def paged(edition: Edition) -> Edition:
    """The edition, its first page beginning at its beginning."""
    return replace(edition, content=(PageBreak("0"), *edition.content))


@RENDERED
@given(editions())
def test_the_pages_of_any_edition_joined_are_its_text(edition: Edition) -> None:
    edition = paged(edition)
    assert joined(boxes(shown(edition))) == [*walk.lines(edition.content)]


@RENDERED
@given(editions())
def test_each_note_is_on_the_pages_once_from_its_first_word_to_its_last(edition: Edition) -> None:
    edition = paged(edition)
    surveyed = survey(edition, ("div",))
    found = [walk.plain(foot.content) for leaf in leaves.leaves(edition, surveyed) for foot in leaf.notes]
    wanted = "".join(walk.plain(printed.note.content) for printed in surveyed.notes.values())
    assert sorted("".join(found)) == sorted(wanted)
    text = [line for page in shown(edition) for foot in feet(page) for line in lines(foot)]
    ours = "".join(
        walk.plain(printed.note.content)
        for printed in surveyed.notes.values()
        if printed.note.kind is not NoteKind.EDITORIAL
    )
    assert sorted("".join(text).replace(" ", "")) == sorted(ours.replace(" ", ""))


def feet(page: html.HtmlElement) -> list[html.HtmlElement]:
    """What stands at the foot of a page."""
    return elements(
        page, ".//section[@role='doc-endnotes'] | .//div[starts-with(@class, 'foot') and not(@class='footnote')]"
    )


@RENDERED
@given(editions())
def test_no_id_is_twice_on_a_page_and_every_mark_leads_to_its_note(edition: Edition) -> None:
    pages = shown(paged(edition))
    for page in pages:
        ids = page.xpath(".//@id")
        assert len(ids) == len(set(ids))
        for href in page.xpath(".//a[@role='doc-noteref' or @role='doc-backlink']/@href"):
            assert href.removeprefix("#") in ids


def test_the_pages_of_our_edition_joined_are_the_text_of_the_master(book: build.Book, site: Path) -> None:
    pages = [article((site / "p" / page.number / "index.html").read_bytes()) for page in book.survey.pages]
    assert joined(boxes(pages)) == [*walk.lines(book.edition.content)]
    assert joined(boxes(pages)) == [line for one in book.sections for line in expected(one, book.survey)[0]]


def test_the_notes_of_the_pages_of_our_edition_are_those_of_the_master(book: build.Book, site: Path) -> None:
    pages = [article((site / "p" / page.number / "index.html").read_bytes()) for page in book.survey.pages]
    notes = [line for one in book.sections for line in expected(one, book.survey)[1]]
    assert sorted(line for page in pages for foot in feet(page) for line in lines(foot)) == sorted(notes)


def test_a_split_word_has_its_hyphen_and_the_page_ends_as_the_print_ends(site: Path) -> None:
    page = article((site / "p" / "50" / "index.html").read_bytes())
    assert (
        elements(page, ".//div[@class='leaf']")[0]
        .text_content()
        .rstrip()
        .endswith("the structure of Soviet power facili-")
    )
    after = article((site / "p" / "51" / "index.html").read_bytes())
    assert boxes([after])[0].text_content().strip().startswith("tates the practical")


def test_a_page_leads_to_its_neighbours_and_to_its_place(site: Path) -> None:
    page = article((site / "p" / "44" / "index.html").read_bytes())
    assert [
        (link.get("rel"), link.get("href")) for link in elements(page, ".//div[contains(@class, 'leaf-head')]/p/a")
    ] == [
        ("prev", "../43/"),
        (None, "../../text/iv-2/#p44"),
        ("next", "../45/"),
    ]


@pytest.mark.parametrize("name", ["38", "44", "51"])
def test_a_page_is_in_no_navigation(name: str, site: Path) -> None:
    for path in site.rglob("*.html"):
        if path.relative_to(site).parts[0] != "p":
            page = html.document_fromstring(path.read_bytes())
            assert not page.xpath(f"//nav//a[contains(@href, 'p/{name}/')]")


def book_of(*blocks: Block, notes: tuple[Note, ...] = ()) -> Edition:
    """An edition of one division."""
    return Edition("book.xml", Header("A book"), (Division("div", "", (), blocks),), {note.key: note for note in notes})


def test_a_note_that_runs_over_the_page_is_cut_and_says_so() -> None:
    note = Note("p1-1", (Text("1"),), (Paragraph((Text("It begins "), PageBreak("2"), Text("and ends."))),))
    pages = shown(
        book_of(
            PageBreak("1"), Paragraph((Text("a"), Mark("p1-1"), Text(" b "), PageBreak("2"), Text("c"))), notes=(note,)
        )
    )
    assert [lines(foot) for page in pages for foot in feet(page)] == [["It begins"], ["and ends."]]
    (rest,) = elements(pages[1], ".//*[contains(@class, 'rest')]")
    assert rest.text_content() == "n. 1, continued"
    assert [link.get("href") for link in elements(rest, ".//a")] == ["1.md#fn-p1-1"]


def test_a_paragraph_that_ends_with_its_page_does_not_run_on() -> None:
    pages = shown(book_of(PageBreak("1"), Paragraph((Text("a."), PageBreak("2"))), Paragraph((Text("b."),))))
    assert [box.get("class") for box in boxes(pages)] == ["leaf", "leaf"]


def test_a_word_that_goes_on_without_a_recorded_hyphen_has_none() -> None:
    broken = PageBreak("2", Word.GOES_ON)
    first, second = shown(book_of(PageBreak("1"), Paragraph((Text("faci"), broken, Text("litates")))))
    assert (boxes([first])[0].text_content().strip(), boxes([second])[0].text_content().strip()) == ("faci", "litates")


def test_an_edition_without_pages_has_none() -> None:
    found = book_of(Paragraph((Text("a"),)))
    made = build.Book(found, Register(""), (), survey(found, ("div",)), {})
    assert leaves.leaves(made.edition, made.survey) == ()


def test_what_is_left_of_a_row_stays_in_its_columns() -> None:
    row = Row((Cell((Text("a"),)), Cell((Text("b "), PageBreak("2"), Text("rest"))), Cell((Text("c"),))))
    pages = shown(book_of(PageBreak("1"), Table((row,))))
    assert [[cell.text_content().strip() for cell in elements(page, ".//td")] for page in pages] == [
        *(["a", "b"], ["", "rest", "c"])
    ]
