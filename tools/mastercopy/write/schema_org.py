"""What a page shows, in the words of schema.org (JSON-LD): the edition is a Book, its sections are its Chapters.

A page of the print is a CreativeWork that is part of one: schema.org has page numbers for chapters, and for what is
neither an article nor a chapter a `position`. Where the edition is published nowhere, nothing has an address.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from mastercopy.derive.addresses import CONTENTS
from mastercopy.derive.bibliography import Citable
from mastercopy.derive.subjects import Subject, Whole
from mastercopy.model import Header, Name

Thing = Mapping[str, Any]

_DAY = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


def thing(subject: Subject, whole: Whole) -> Thing:
    """The thing that the page shows; the edition has its sections as its parts."""
    header = whole.header
    if subject.page:
        made = _page(subject, header)
    elif subject.whole:
        made = {**_book(header), **_made(header), **_told(subject, header)}
        made |= {"encoding": _encoded(whole), "hasPart": _parts(whole)}
    else:
        made = {**_chapter(subject.cited, header), **_made(header), **_told(subject, header)}
        made |= {"isPartOf": _book(header)}
    return {"@context": "https://schema.org", **_known(made)}


def _encoded(whole: Whole) -> Thing | None:
    """The text in TEI, where it has an address."""
    if not whole.tei or not whole.header.address:
        return None
    address = f"{whole.header.address}{whole.tei}"
    return {"@type": "MediaObject", "contentUrl": address, "encodingFormat": "application/tei+xml"}


def _parts(whole: Whole) -> list[Thing]:
    sections = (one.cited for one in whole.subjects if not one.page)
    return [_chapter(one, whole.header) for one in sections if one.item.type == "chapter"]


def _page(subject: Subject, header: Header) -> Thing:
    cited = subject.cited
    whole = _book(header)
    of = _known({**_chapter(cited, header), "isPartOf": whole}) if cited.item.type == "chapter" else whole
    return {
        "@type": "CreativeWork",
        **_addressed(header, subject.path),
        "name": f"Page {subject.page}",
        "position": subject.page,
        "author": _people(header.authors),
        "inLanguage": header.language,
        "version": header.version,
        "license": header.licence,
        "isPartOf": of,
    }


def _book(header: Header) -> Thing:
    return _known({"@type": "Book", **_addressed(header, CONTENTS), "name": header.title})


def _chapter(cited: Citable, header: Header) -> Thing:
    return _known(
        {
            "@type": "Chapter",
            **_addressed(header, cited.path),
            "name": cited.item.title,
            "pageStart": cited.first,
            "pageEnd": cited.last,
        }
    )


def _made(header: Header) -> Thing:
    """Who made it, when, which version it is, and of what it was made."""
    return {
        "author": _people(header.authors),
        "editor": _people(header.editors),
        # Whether it is a person or a group isn't known.
        "publisher": header.publisher,
        "datePublished": _day(header.date),
        "version": header.version,
        "inLanguage": header.language,
        "isBasedOn": _work(header),
    }


def _told(subject: Subject, header: Header) -> Thing:
    """The rights, in words too, since these may limit what the licence covers; and the day of the last change."""
    return {
        "license": header.licence,
        "copyrightNotice": " ".join(header.rights),
        "dateModified": _day(subject.modified),
    }


def _work(header: Header) -> Thing | None:
    """The work as it was first published, as far as that is known."""
    work = header.work
    if not work.title:
        return None
    return _known(
        {
            "@type": "CreativeWork",
            "name": work.title,
            "author": _people(header.authors),
            "datePublished": _day(work.date),
            "publisher": work.publisher,
        }
    )


def _people(names: Iterable[Name]) -> list[Thing | str]:
    """People with the parts of their names; a name that isn't parted as it is, for it may be that of a group."""
    return [_person(name) if name.family else name.literal for name in names]


def _person(name: Name) -> Thing:
    whole = " ".join(filter(None, (name.given, name.family)))
    return _known({"@type": "Person", "name": whole, "familyName": name.family, "givenName": name.given})


def _addressed(header: Header, path: str) -> Thing:
    address = f"{header.address}{path}" if header.address else ""
    return {"@id": address, "url": address}


def _day(date: str) -> str:
    """A date that is one (ISO 8601), and no words."""
    return date if _DAY.fullmatch(date) else ""


def _known(thing: Thing) -> Thing:
    """What is known of a thing."""
    return {name: value for name, value in thing.items() if value}
