"""What the header says of the edition is read: who, which version, where it is published, what the work is."""

from pathlib import Path

import pytest

from mastercopy import build, disk
from mastercopy.build import Book
from mastercopy.model import Header, Name, Work
from masters import folder, master

_AUTHOR = "<author>{}</author></titleStmt>"


def read(tmp_path: Path, *exchanged: tuple[str, str]) -> Header:
    """The header of a small master in which these words are exchanged for others."""
    text = master('<pb n="1"/><p xml:id="par-1">One.</p>')
    for old, new in exchanged:
        assert old in text
        text = text.replace(old, new)
    sources, _ = disk.sources(folder(tmp_path, text))
    assert sources is not None
    found, problems = build.book(sources)
    assert found is not None, problems
    return found.edition.header


def test_the_header_of_our_edition(book: Book) -> None:
    header = book.edition.header
    assert header.authors == (Name("Stalin", "J. V."),)
    assert header.editors == (Name(literal="the mastercopy editors"),)
    assert (header.version, header.date, header.language) == ("0.1.0", "2026-11-23", "en")
    assert header.publisher == "the mastercopy editors"
    assert header.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert header.address == "", "it is published nowhere yet"
    assert header.work == Work("Foundations of Leninism", "1924")


def test_what_the_header_does_not_say_is_empty(tmp_path: Path) -> None:
    header = read(tmp_path)
    assert header.authors == ()
    assert (header.version, header.publisher, header.licence, header.address) == ("", "", "", "")
    assert header.work == Work()


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("<forename>J. V.</forename> <surname>Stalin</surname>", Name("Stalin", "J. V.")),
        ("<surname>Marx</surname>, <forename>Karl</forename>", Name("Marx", "Karl")),
        ("<surname>van  Gogh</surname>", Name("van Gogh")),
        (
            "<forename>Rosa</forename> <forename>M.</forename> <surname>Luxemburg</surname>",
            Name("Luxemburg", "Rosa M."),
        ),
        ("the   authors", Name(literal="the authors")),
    ],
)
def test_a_name_has_the_parts_that_the_master_marks(tmp_path: Path, author: str, name: Name) -> None:
    assert read(tmp_path, ("</titleStmt>", _AUTHOR.format(author))).authors == (name,)


def test_who_is_named_as_editor_is_the_editor_and_otherwise_who_is_responsible(tmp_path: Path) -> None:
    assert read(tmp_path).editors == (Name(literal="the editors"),)
    named = "<editor><forename>A. N.</forename> <surname>Other</surname></editor></titleStmt>"
    assert read(tmp_path, ("</titleStmt>", named)).editors == (Name("Other", "A. N."),)


def test_an_edition_that_is_published_says_where(tmp_path: Path) -> None:
    said = (
        "<publicationStmt><publisher>A press</publisher>"
        '<idno type="URI">https://example.org/a/</idno></publicationStmt>'
    )
    header = read(tmp_path, ("<publicationStmt><p>Not published.</p></publicationStmt>", said))
    assert (header.publisher, header.address) == ("A press", "https://example.org/a/")


def test_an_address_without_its_slash_is_no_address(tmp_path: Path) -> None:
    said = '<publisher>A press</publisher><idno type="URI">https://example.org/a</idno>'
    with pytest.raises(AssertionError, match="S001"):
        read(tmp_path, ("<p>Not published.</p>", said))


def test_what_is_known_of_the_print_is_taken_from_the_description_of_the_source(tmp_path: Path) -> None:
    described = (
        '<bibl type="work"><title>A work</title>. <pubPlace>Moscow</pubPlace>: <publisher>A press</publisher>, '
        "<date>1934</date></bibl>."
    )
    work = read(tmp_path, ("<p>Made up.</p>", f"<p>Of {described}</p>")).work
    assert work == Work("A work", "1934", "A press", "Moscow")
