"""What a page says of itself to programs that keep references: Highwire Press tags, Dublin Core, BIBO.

Written for what Zotero makes of them (its translators "Embedded Metadata", of 2024-06-13, and "RDF"); Google Scholar
and others read the same tags. A part of the edition becomes a section of a book, with its pages, and the edition a
book. Not written, since they would be misread: DC.identifier (the address of page 10, `…/p/10/`, is taken for a DOI),
DC.source (for the title of a journal), DCTERMS.isPartOf (for an item of its own), citation_book_title (`book_` is taken
for the prefix of another vocabulary, so it makes no section of a book).
"""

from collections.abc import Iterator

from mastercopy.derive.bibliography import Date, Item, address
from mastercopy.derive.subjects import Subject
from mastercopy.model import Header, Name

_DASHES = str.maketrans({"-": "\u2011", "–": "\u2011"})
"""A page number with a hyphen or a dash would be split as a range; not so one with a hyphen that doesn't break."""


def tags(subject: Subject, header: Header) -> tuple[tuple[str, str], ...]:
    """The names of the tags and what they say, as far as it is known."""
    return tuple((name, value) for name, value in _tags(subject, header) if value)


def _tags(subject: Subject, header: Header) -> Iterator[tuple[str, str]]:
    item = subject.cited.item
    url = address(header, subject.path)
    yield "citation_title", item.title
    # It alone makes a section of a book: citation_title alone would make an article in a journal.
    yield "citation_inbook_title", item.container_title
    yield from (("citation_author", one) for one in _people(item.author))
    yield from (("citation_editor", one) for one in _people(item.editor))
    yield "citation_publisher", item.publisher
    yield "citation_publication_date", _date(item.issued, "/")
    if item.container_title or subject.page:
        yield "citation_firstpage", subject.first.translate(_DASHES)
        yield "citation_lastpage", subject.last.translate(_DASHES)
    yield "citation_language", item.language
    yield "citation_public_url", url
    yield from _dublin_core(item, header)


def _dublin_core(item: Item, header: Header) -> Iterator[tuple[str, str]]:
    """The same for others, and what the tags above have no name for: rights and the version (as BIBO's edition)."""
    yield "DC.title", item.title
    # Only this word makes a book of a page that isn't a section of one; DCMI's own would be "Text".
    yield "DC.type", "Text" if item.container_title else "book"
    yield from (("DC.creator", _inverted(one)) for one in item.author)
    yield from (("DC.contributor", _inverted(one)) for one in item.editor)
    yield "DC.publisher", item.publisher
    yield "DC.language", item.language
    yield "DC.rights", " ".join(header.rights) or header.licence
    yield "DCTERMS.license", header.licence
    yield "DCTERMS.issued", _date(item.issued, "-")
    yield "bibo.edition", f"Version {header.version}" if header.version else ""


def _people(names: tuple[Name, ...]) -> Iterator[str]:
    """Names as "Family, given".

    A comma after the name of a group keeps it from being parted at its last space. Where there is one name only, and
    both its parts have spaces, its comma would be taken for one between two people; a semicolon says where it ends.
    """
    for name in names:
        if not name.given:
            yield f"{name.literal or name.family},"
        else:
            many = len(names) == 1 and " " in name.family and " " in name.given
            yield f"{_inverted(name)}{';' if many else ''}"


def _inverted(name: Name) -> str:
    return name.literal or ", ".join(filter(None, (name.family, name.given)))


def _date(date: Date | None, between: str) -> str:
    """The date as far as it is known, or its words."""
    if date is None:
        return ""
    return between.join(f"{part:02}" for part in date.date_parts[0]) if date.date_parts else date.literal
