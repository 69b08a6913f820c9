"""What Zotero takes from a page that has no translator of its own: its rules, as far as tags of ours set them off.

Written after zotero/translators, "Embedded Metadata.js" (of 2024-06-13) and "RDF.js", and cleanAuthor of
zotero/utilities. The order is theirs: tags of vocabularies go through RDF, then those of Highwire Press come over them.
What ours never have (PRISM, Open Graph, ISBN …) isn't here, and a tag that isn't known here is an error.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

from reading import elements

PREFIXES = frozenset(
    {"bib", "bibo", "dc", "dcterms", "prism", "foaf", "vcard", "link", "z", "eprint", "eprints", "og", "article"}
    | {"book", "music", "video", "so", "codemeta", "rdf"}
)
"""Of the vocabularies that it knows without a declaration."""
TYPES = {"citation_inbook_title": "bookSection", "citation_journal_title": "journalArticle"}
"""Tags that decide what is taken; citation_title alone is a guess at an article in a journal."""
FIELDS = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_inbook_title": "publicationTitle",
    "citation_publisher": "publisher",
    "citation_language": "language",
    "citation_public_url": "url",
}
VOCABULARY = {
    "dc:title": "title",
    "dc:source": "publicationTitle",
    "dc:rights": "rights",
    "dc:publisher": "publisher",
    "dc:language": "language",
    "dcterms:issued": "date",
    "bibo:edition": "edition",
}
HANDLED = {"citation_author", "citation_editor", "citation_firstpage", "citation_lastpage"}
IGNORED = {"dc:type", "dc:creator", "dc:contributor", "dc:identifier", "dcterms:license"}
DOI = re.compile(r"10(?:\.[0-9]{4,})?/[^\s]*[^\s.,]")


class Creator(NamedTuple):
    """Someone by name and by what they did; without a first name it is a group, or a name of one part."""

    last: str
    first: str = ""
    role: str = "author"


def taken(page: HtmlElement) -> dict[str, object]:
    """The item that Zotero makes of a page."""
    said = [(meta.get("name", ""), meta.get("content", "")) for meta in elements(page, "//meta[@name and @content]")]
    tags = [(name, content) for name, content in said if content]
    facts = [(property_of(name), content) for name, content in tags]
    known = [(fact, content) for fact, content in facts if fact]
    item: dict[str, object] = {"itemType": _type(tags, known)}
    for fact, content in known[::-1]:
        # The first of several counts.
        item |= {VOCABULARY[fact]: content} if fact in VOCABULARY else {}
        assert fact in VOCABULARY or fact in IGNORED, fact
    if doi := next((content for fact, content in known if fact == "dc:identifier" and DOI.search(content)), ""):
        item["DOI"] = doi
    for name, content in tags[::-1]:
        item |= {FIELDS[name]: " ".join(content.split())} if name in FIELDS else {}
        assert not name.startswith("citation_") or property_of(name) or name in {*FIELDS, *HANDLED}, name
    item["creators"] = [*_creators(tags, "author"), *_creators(tags, "editor")]
    if pages := _pages(dict(tags)):
        item["pages"] = pages
    return item


def property_of(tag: str) -> str:
    """The property of a vocabulary that a tag names, `dc:title`; "" for one of Highwire's.

    The second part of a tag comes before the first: citation_book_title is the title of Open Graph's book.
    """
    parts = re.split("[.:_]", tag)
    at = 1 if len(parts) > 2 and parts[1].lower() in PREFIXES else 0
    prefix = parts[at].lower()
    named = re.split("[.:_]", tag, maxsplit=at + 1)[-1]
    return f"{prefix}:{named[:1].lower()}{named[1:]}" if prefix in PREFIXES and len(parts) > 1 else ""


def _type(tags: list[tuple[str, str]], facts: list[tuple[str, str]]) -> str:
    decided = [TYPES[name] for name, _ in tags if name in TYPES]
    if decided:
        return decided[-1]
    stated = next((content for fact, content in facts if fact == "dc:type"), "")
    # Of DCMI's words only guesses are made, and they come after the one at an article.
    if stated in {"book", "bookSection", "journalArticle", "webpage"}:
        return stated
    return "journalArticle" if any(name == "citation_title" for name, _ in tags) else "webpage"


def _creators(tags: list[tuple[str, str]], role: str) -> Iterator[Creator]:
    """Semicolons part people; a comma does if there is one tag, and spaces stand on both its sides; else names."""
    named = [content for name, content in tags if name == f"citation_{role}"]
    last = ""
    for content in named:
        people = re.split(r"\s*;\s*", content)
        if len(people) == len(named) == 1:
            parts = re.split(r"\s*,\s*", people[0])
            people = parts if len(parts) > 1 and " " in parts[0] and " " in parts[1] else people
        for one in (person.strip() for person in people):
            if re.search(r"[^\s,-.;]", one) and one != last:
                last = one
                yield _cleaned(one, role)


def _cleaned(name: str, role: str) -> Creator:
    """A name with a comma is inverted, one without is parted at its last space; initials get their full stops."""
    inverted = "," in name
    name = re.sub(r"[\s\xa0]+", " ", name.strip(" \t\xa0.,/[]:"), count=1)
    if inverted:
        name = re.sub(r"\.([^ ])", r". \1", name, count=1)
        last, first, *_ = (*re.split(", ?", name), "")
    else:
        first, _, last = name.rpartition(" ")
    initials = [f"{part}." if re.fullmatch("-?[A-Z]", part) else part for part in re.split(r"[\s.]+", first)]
    first = " ".join(initials).strip()
    if first:
        first, last = (_capital(part) for part in (first, last))
    return Creator(last, first, role)


def _capital(name: str) -> str:
    """A name all in small letters gets capitals; one of initials stays (capitalizeTitle isn't played further)."""
    return name.title() if name.lower() == name else name


def _pages(tags: dict[str, str]) -> str:
    """The pages; what has a hyphen or a dash is taken for a range, and its second number is lost."""
    first, last = (re.sub("[-–]", "-", tags.get(f"citation_{which}page", "")) for which in ("first", "last"))
    first = re.split(r"\s*-\s*", first)[0]
    if "-" in last:
        first, last = first or re.split(r"\s*-\s*", last)[0], re.split(r"\s*-\s*", last)[1]
    return f"{first.strip()}-{last.strip()}" if first.strip() and last.strip() else first.strip()
