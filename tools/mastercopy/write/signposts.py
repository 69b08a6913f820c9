"""Typed links for programs: in the head of each page, and all of them together in linkset.json.

After the FAIR Signposting Profile (https://signposting.org/FAIR/), the edition's own page being the landing page, and
RFC 9264, section 4.2. Where the edition is published nowhere, there is no `cite-as`, and no linkset.json: what relative
references in a link set are relative to, programs don't agree on. There is no `author` in either case: it would be an
identifier of the author, and the header has a name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.json import encode

from mastercopy.derive.addresses import CONTENTS
from mastercopy.derive.bibliography import address
from mastercopy.derive.subjects import Subject, Whole
from mastercopy.model import Header
from mastercopy.write.references import FORMATS

LINKSET = "linkset.json"
"""The links of the whole site, from its root."""
BEGINNING = b'{"linkset": [\n'
"""How that begins, and what it is known by."""

MEDIA_TYPES: Mapping[str, str] = {
    "BibTeX": "application/x-bibtex",
    "RIS": "application/x-research-info-systems",
    "CSL-JSON": "application/vnd.citationstyles.csl+json",
}
"""What the formats are called in HTTP, by the names of their writers."""

FEED, FEED_TYPE = "changes.atom", "application/atom+xml"
"""The feed of the edition, from the site's root, and what it is called there (RFC 4287, 7)."""
_HTML, _TEI = "text/html", "application/tei+xml"
_WEB = re.compile(r"https?://\S+")


class Link(Struct, frozen=True, omit_defaults=True):
    """A link: what it means (a relation that the IANA lists), where it leads from the site's root, what is there.

    `title` is what people are told of it.
    """

    rel: str
    href: str
    type: str = ""
    title: str = ""


class _Target(Struct, frozen=True, omit_defaults=True):
    """The end of a link, as a link set has it."""

    href: str
    type: str = ""


def links(subject: Subject, whole: Whole) -> tuple[Link, ...]:
    """The links of a page; the edition's own leads to its sections, and to pages of the print only if it has none."""
    header = whole.header
    found = [*_cited(subject, header), *_described(subject, header)]
    if subject.path == CONTENTS:
        parts = [one for one in whole.subjects if one.path != CONTENTS]
        found += _items([part for part in parts if not part.page] or parts, whole)
    if header.address:
        found.append(Link("linkset", f"{header.address}{LINKSET}", "application/linkset+json"))
    return (*found, *fed(whole))


def fed(whole: Whole) -> Iterator[Link]:
    """The link to the feed, if there is one (RFC 8288; `alternate` with its media type is how readers find feeds)."""
    if whole.feed:
        yield Link("alternate", whole.feed, FEED_TYPE, "What each version changed")


def _cited(subject: Subject, header: Header) -> Iterator[Link]:
    """How it is cited, what it is, and who may use it."""
    if header.address:
        yield Link("cite-as", address(header, subject.path))
    if subject.path == CONTENTS:
        yield Link("type", "https://schema.org/AboutPage")
    kind = "CreativeWork" if subject.page else "Book" if subject.whole else "Chapter"
    yield Link("type", f"https://schema.org/{kind}")
    if _WEB.fullmatch(header.licence):
        yield Link("license", header.licence)
    if subject.path != CONTENTS:
        yield Link("collection", f"{header.address}{CONTENTS}", _HTML)


def _described(subject: Subject, header: Header) -> Iterator[Link]:
    """What describes it; for a page of the print this is what describes its section."""
    for form, (ending, _, _) in FORMATS.items():
        yield Link("describedby", f"{header.address}{subject.described}.{ending}", MEDIA_TYPES[form])


def _items(parts: Iterable[Subject], whole: Whole) -> Iterator[Link]:
    """What belongs to the edition: its parts, and its text as TEI."""
    for part in parts:
        yield Link("item", f"{whole.header.address}{part.path}", _HTML)
    if whole.tei:
        yield Link("item", f"{whole.header.address}{whole.tei}", _TEI)


def linkset(whole: Whole) -> bytes:
    """linkset.json (application/linkset+json): the links from each thing in a line."""
    lines = [encode(context) for context in (*_contexts(whole), *_descriptions(whole))]
    return b"%s%s\n]}\n" % (BEGINNING, b",\n".join(lines))


def _contexts(whole: Whole) -> Iterator[Mapping[str, object]]:
    for subject in whole.subjects:
        found = [*_cited(subject, whole.header), *_described(subject, whole.header)]
        if subject.path == CONTENTS:
            found += _items((one for one in whole.subjects if one.path != CONTENTS), whole)
        yield {"anchor": f"{whole.header.address}{subject.path}", **_targets(found)}


def _descriptions(whole: Whole) -> Iterator[Mapping[str, object]]:
    """Of each file that describes something, what that is."""
    for subject in whole.subjects:
        if not subject.page:
            described = Link("describes", f"{whole.header.address}{subject.path}", _HTML)
            for link in _described(subject, whole.header):
                yield {"anchor": link.href, **_targets([described])}


def _targets(found: Iterable[Link]) -> Mapping[str, list[_Target]]:
    by_relation: dict[str, list[_Target]] = {}
    for link in found:
        by_relation.setdefault(link.rel, []).append(_Target(link.href, link.type))
    return by_relation
