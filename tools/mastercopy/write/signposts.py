"""Typed links for programs: in the head of each page, and all of them together in linkset.json.

After the FAIR Signposting Profile (https://signposting.org/FAIR/), the edition's own page being the landing page, and
RFC 9264, section 4.2. Where the edition is published nowhere, there is no `cite-as`, and what stands on the site is
named by its path. There is no `author`: it would be an identifier of the author, and the header has a name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.json import encode

from mastercopy.derive.addresses import CONTENTS
from mastercopy.derive.bibliography import address
from mastercopy.derive.subjects import Subject
from mastercopy.model import Header
from mastercopy.write.references import FORMATS

LINKSET = "linkset.json"
"""The links of the whole site, from its root."""

MEDIA_TYPES: Mapping[str, str] = {
    "BibTeX": "application/x-bibtex",
    "RIS": "application/x-research-info-systems",
    "CSL-JSON": "application/vnd.citationstyles.csl+json",
}
"""What the formats are called in HTTP, by the names of their writers."""

_HTML = "text/html"
_WEB = re.compile(r"https?://\S+")


class Link(Struct, frozen=True, omit_defaults=True):
    """A link: what it means (a relation that the IANA lists), where it leads from the site's root, what is there."""

    rel: str
    href: str
    type: str = ""


class _Target(Struct, frozen=True, omit_defaults=True):
    """The end of a link, as a link set has it."""

    href: str
    type: str = ""


def links(subject: Subject, header: Header, subjects: Iterable[Subject]) -> tuple[Link, ...]:
    """The links of a page; the edition's own leads to its sections, and to pages of the print only if it has none."""
    found = [*_cited(subject, header), *_described(subject, header)]
    if subject.path == CONTENTS:
        parts = [one for one in subjects if one.path != CONTENTS]
        found += [_item(one, header) for one in [part for part in parts if not part.page] or parts]
    return (*found, Link("linkset", f"{header.address}{LINKSET}", "application/linkset+json"))


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


def _item(subject: Subject, header: Header) -> Link:
    return Link("item", f"{header.address}{subject.path}", _HTML)


def linkset(subjects: Iterable[Subject], header: Header) -> bytes:
    """linkset.json (application/linkset+json): the links from each thing in a line."""
    every = tuple(subjects)
    lines = [encode(context) for context in (*_contexts(every, header), *_descriptions(every, header))]
    return b'{"linkset": [\n%s\n]}\n' % b",\n".join(lines)


def _contexts(subjects: tuple[Subject, ...], header: Header) -> Iterator[Mapping[str, object]]:
    for subject in subjects:
        found = [*_cited(subject, header), *_described(subject, header)]
        if subject.path == CONTENTS:
            found += [_item(one, header) for one in subjects if one.path != CONTENTS]
        yield {"anchor": f"{header.address}{subject.path}", **_targets(found)}


def _descriptions(subjects: tuple[Subject, ...], header: Header) -> Iterator[Mapping[str, object]]:
    """Of each file that describes something, what that is."""
    for subject in subjects:
        if not subject.page:
            for link in _described(subject, header):
                yield {"anchor": link.href, **_targets([Link("describes", f"{header.address}{subject.path}", _HTML)])}


def _targets(found: Iterable[Link]) -> Mapping[str, list[_Target]]:
    by_relation: dict[str, list[_Target]] = {}
    for link in found:
        by_relation.setdefault(link.rel, []).append(_Target(link.href, link.type))
    return by_relation
