"""The pages of the print as pages of the site: joined, they are the whole text, with nothing twice."""

from pathlib import Path

import pytest
from lxml import html

from made import Made
from mastercopy import build, walk
from mastercopy.derive import leaves
from mastercopy.derive.survey import Survey, survey
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
from reading import article, elements, expected, joined, lines


def boxes(pages: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """What holds the text of each page."""
    return [box for page in pages for box in elements(page, ".//div[@class='leaf' or @class='leaf runs-on']")]


def shown(edition: Edition) -> list[html.HtmlElement]:
    """The pages of the print of an edition, rendered."""
    return Made(edition).leaf_pages


def the_pages_of_any_edition_are_its_text_its_notes_and_its_marks(made: Made) -> None:
    edition, surveyed, found, pages = made.paged.edition, made.paged.survey, made.paged.leaves, made.paged.leaf_pages
    assert joined(boxes(pages)) == [*walk.lines(edition.content)]
    cut = "".join(walk.plain(foot.content) for leaf in found for foot in leaf.notes)
    assert sorted(cut) == sorted(letters(surveyed, NoteKind.PRINT, NoteKind.AUTHOR, NoteKind.EDITORIAL))
    text = "".join(line for page in pages for foot in feet(page) for line in lines(foot)).replace(" ", "")
    assert sorted(text) == sorted(letters(surveyed, NoteKind.PRINT, NoteKind.AUTHOR).replace(" ", ""))
    for page in pages:
        ids = page.xpath(".//@id")
        assert len(ids) == len(set(ids))
        for href in page.xpath(".//a[@role='doc-noteref' or @role='doc-backlink']/@href"):
            assert href.removeprefix("#") in ids


def letters(surveyed: Survey, *kinds: NoteKind) -> str:
    """The letters of all notes of some kinds."""
    notes = (printed.note for printed in surveyed.notes.values() if printed.note.kind in kinds)
    return "".join(walk.plain(note.content) for note in notes)


def feet(page: html.HtmlElement) -> list[html.HtmlElement]:
    """What stands at the foot of a page."""
    return elements(page, ".//section[@role='doc-endnotes'] | .//div[@class='foot' or @class='foot ed']")


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
    for where in ("leaf-head", "leaf-foot"):
        links = elements(page, f".//div[contains(@class, '{where}')]/p/a")
        assert [(link.get("rel"), link.get("href")) for link in links] == [
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
