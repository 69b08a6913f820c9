"""What a page says of itself to programs that keep references: Zotero takes from it what the page is."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement
from msgspec.structs import replace

from mastercopy.derive.bibliography import Citable, Date, Item
from mastercopy.derive.subjects import Subject
from mastercopy.model import Header, Name
from mastercopy.write import tags
from reading import PUBLISHED, document
from zotero import Creator, taken

RIGHTS = (
    "The encoding, the register and the apparatus (the corrections, the editorial notes and the index) may be used "
    "under the Creative Commons Attribution 4.0 International licence. The rights in the historical text, in its English "
    "translation and in the transcription are not known to us. The licence above doesn't cover them, and we claim no "
    "right in them."
)
TITLE = "Foundations of Leninism, chapter IV: The dictatorship of the proletariat"
ALL = {
    "publisher": "Mastercopy editors",
    "date": "2026/11/23",
    "edition": "Version 0.1.0",
    "language": "en",
    "rights": RIGHTS,
    "creators": [Creator("Stalin", "J. V.")],
}
SECTION = {
    **ALL,
    "itemType": "bookSection",
    "title": "The dictatorship of the proletariat as the rule of the proletariat over the bourgeoisie",
    "publicationTitle": TITLE,
}
BOOK = {**ALL, "itemType": "book", "title": TITLE}


@pytest.mark.parametrize(
    ("path", "item"),
    [
        ("", {**BOOK, "url": f"{PUBLISHED}text/?v=0.1.0"}),
        ("text/", {**BOOK, "url": f"{PUBLISHED}text/?v=0.1.0"}),
        # The chapter is all that there is of the edition.
        ("text/iv/", {**BOOK, "url": f"{PUBLISHED}text/iv/?v=0.1.0"}),
        ("text/iv-2/", {**SECTION, "pages": "42-47", "url": f"{PUBLISHED}text/iv-2/?v=0.1.0"}),
        ("p/44/", {**SECTION, "pages": "44", "url": f"{PUBLISHED}p/44/?v=0.1.0"}),
        ("p/38/", {**BOOK, "pages": "38", "url": f"{PUBLISHED}p/38/?v=0.1.0"}),
    ],
)
def test_zotero_takes_a_section_of_a_book_with_its_pages_and_the_edition_as_a_book(
    cited: Path, path: str, item: dict[str, object]
) -> None:
    assert taken(document((cited / "site" / path / "index.html").read_bytes())) == item


def test_an_edition_that_is_published_nowhere_has_no_address_in_its_tags(site: Path) -> None:
    assert "url" not in taken(document((site / "p" / "44" / "index.html").read_bytes()))


def test_a_page_of_the_editors_is_no_item(site: Path) -> None:
    page = document((site / "text" / "names" / "index.html").read_bytes())
    assert not page.xpath("//meta[starts-with(@name, 'citation_') or starts-with(@name, 'DC')]")


HEADER = Header("A book", date="2026", version="1.0", publisher="P")
WHOLE = Item("a", "book", "A book", publisher="P", issued=Date(((2026,),)))


def page_of(said: Iterable[tuple[str, str]]) -> HtmlElement:
    """A page with these tags."""
    metas = "".join(f'<meta name="{name}" content="{escape(content)}">' for name, content in said)
    return html.document_fromstring(f"<html><head>{metas}</head><body></body></html>")


def item_of(
    item: Item, *, page: str = "", first: str = "", last: str = "", header: Header = HEADER
) -> dict[str, object]:
    """What Zotero takes from the page of a section or of a page of the print."""
    subject = Subject("p/1/" if page else "text/a/", Citable("a", "text/a/", item, first, last), page)
    return taken(page_of(tags.tags(subject, header)))


CHAPTER = replace(WHOLE, type="chapter", title="A part", container_title="A book")


@pytest.mark.parametrize(
    ("names", "creators"),
    [
        ((Name("Stalin", "J. V."),), [Creator("Stalin", "J. V.")]),
        # One name, and spaces on both sides of its comma.
        ((Name("van den Berg", "J. V."),), [Creator("van den Berg", "J. V.")]),
        (
            (Name("García Márquez", "Gabriel José"), Name("b", "C")),
            [Creator("García Márquez", "Gabriel José"), Creator("B", "C.")],
        ),
        ((Name("Stalin"),), [Creator("Stalin")]),
        ((Name(literal="the mastercopy editors"),), [Creator("the mastercopy editors")]),
        (
            (Name(literal="Academy of Sciences"), Name("A", "B")),
            [Creator("Academy of Sciences"), Creator("A", "B.")],
        ),
    ],
)
def test_names_come_through_in_their_parts(names: tuple[Name, ...], creators: list[Creator]) -> None:
    assert item_of(replace(CHAPTER, author=names))["creators"] == creators
    edited = [one._replace(role="editor") for one in creators]
    assert item_of(replace(CHAPTER, editor=names))["creators"] == edited


@pytest.mark.parametrize(
    ("page", "pages"),
    [
        ("44", "44"),
        ("xii", "xii"),
        ("51 [15]", "51 [15]"),
        ("A-1", "A\u20111"),
        ("A–1", "A\u20111"),
    ],
)
def test_the_number_of_a_page_comes_through_whole(page: str, pages: str) -> None:
    assert item_of(CHAPTER, page=page)["pages"] == pages
    assert item_of(CHAPTER, first=page, last="99")["pages"] == f"{pages}-99"
    assert item_of(CHAPTER, first="1", last=page)["pages"] == f"1-{pages}"
    assert item_of(CHAPTER, first=page, last=page)["pages"] == pages


def test_what_is_not_known_is_not_said() -> None:
    bare = Item("a", "book", "A book")
    subject = Subject("text/", Citable("", "text/", bare))
    assert tags.tags(subject, Header("A book")) == (
        ("citation_title", "A book"),
        ("DC.title", "A book"),
        ("DC.type", "book"),
    )


@pytest.mark.parametrize(
    ("said", "item"),
    [
        # Why a tag is written, or isn't.
        ((("citation_title", "A"),), {"itemType": "journalArticle"}),
        ((("citation_title", "A"), ("DC.type", "Text")), {"itemType": "journalArticle"}),
        ((("citation_title", "A"), ("DC.type", "book")), {"itemType": "book"}),
        (
            (("citation_title", "A"), ("citation_inbook_title", "B")),
            {"itemType": "bookSection", "publicationTitle": "B"},
        ),
        ((("DC.identifier", "https://example.org/p/10/?v=1"),), {"DOI": "https://example.org/p/10/?v=1"}),
        ((("DC.source", "A"),), {"publicationTitle": "A"}),
        ((("citation_firstpage", "A-1"),), {"pages": "A"}),
        ((("citation_author", "van den Berg, J. V."),), {"creators": [Creator("Berg", "Van Den"), Creator("V", "J.")]}),
        ((("citation_author", "the mastercopy editors"),), {"creators": [Creator("Editors", "The Mastercopy")]}),
    ],
)
def test_the_rules_that_are_played_are_those_that_the_tags_are_written_for(
    said: tuple[tuple[str, str], ...], item: dict[str, object]
) -> None:
    found = taken(page_of(said))
    assert {name: found.get(name) for name in item} == item


def test_a_title_for_a_book_would_be_lost() -> None:
    with pytest.raises(AssertionError, match="book:title"):
        taken(page_of([("citation_title", "A"), ("citation_book_title", "B")]))
