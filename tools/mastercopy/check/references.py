"""R: what points at something points at something that is there."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from mastercopy.check.nodes import Nodes
from mastercopy.derive import labels
from mastercopy.derive.survey import Survey
from mastercopy.model import (
    Citation,
    Correction,
    Edition,
    Figure,
    Link,
    Mention,
    Node,
    PageBreak,
    Quotation,
    SetOff,
    Topic,
)
from mastercopy.problems import Problem
from mastercopy.register import Register


def check(
    edition: Edition, register: Register, survey: Survey, nodes: Nodes, pictures: frozenset[str]
) -> Iterator[Problem]:
    """All problems of this family."""
    yield from lost_pointers(edition, nodes)
    yield from lost_links(edition, survey, nodes)
    yield from lost_headings(edition, register, nodes)
    yield from backward_ranges(edition, nodes)
    yield from unsafe_targets(edition, nodes, pictures)
    yield from backward_topics(edition, nodes)


def lost_pointers(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """R001: a pointer within the master."""
    known = {key for key, _ in edition.keys}
    for node, what, key in _pointers(nodes):
        if key and key not in known:
            yield Problem(edition.file, node.line, "R001", f"{what} points at '{key}', and nothing has that xml:id")


def _pointers(nodes: Nodes) -> Iterator[tuple[Node, str, str]]:
    """Each pointer: where it stands, its TEI name, the key that it points at."""
    for quotation in nodes.of(Quotation):
        yield quotation, "source", quotation.source
        yield quotation, "prev", quotation.previous
    for set_off in nodes.of(SetOff):
        yield set_off, "source", set_off.source
    for topic in nodes.of(Topic):
        yield topic, "spanTo", topic.end
    for correction in nodes.of(Correction):
        yield correction, "change", correction.change


def lost_links(edition: Edition, survey: Survey, nodes: Nodes) -> Iterator[Problem]:
    """R001 too: what a reader is led to has an address on the site, which not every xml:id has."""
    known = {key for key, _ in edition.keys}
    for link in nodes.of(Link):
        key = link.target[1:]
        if not link.target.startswith("#") or (key in survey.places and key not in survey.ends):
            continue
        what = "it has no address on the site" if key in known else "nothing has that xml:id"
        yield Problem(edition.file, link.line, "R001", f"target points at '{key or '#'}', and {what}")


def lost_headings(edition: Edition, register: Register, nodes: Nodes) -> Iterator[Problem]:
    """R002: a key of the register; where that has no entry at all, once."""
    if not register.entries:
        yield from _no_register(edition, register, nodes)
        return
    entries = {entry.key for entry in register.entries}
    headings = entries | {sub.key for entry in register.entries for sub in entry.subs}
    lost = [(one.line, key) for one in nodes.of(Citation) for key in one.works if key not in entries]
    for named in (nodes.of(Mention), nodes.of(Topic)):
        lost += [(one.line, key) for one in named for key in one.headings if key not in headings]
    lost += [(one.line, key) for one in nodes.of(Mention) for key in one.entries if key not in headings]
    for line, key in lost:
        yield Problem(edition.file, line, "R002", f"the register has no entry or sub-heading '{key}'")
    yield from strange_headings(edition, register, nodes)


def strange_headings(edition: Edition, register: Register, nodes: Nodes) -> Iterator[Problem]:
    """R002 too: the sub-heading of a mention is one of the entry that it names."""
    owners = {key.key: entry.key for entry in register.entries for key in entry.subs}
    owners |= {entry.key: entry.key for entry in register.entries}
    for node in nodes.of(Mention):
        if node.headings == node.entries or not node.entries:
            continue
        for key in node.headings:
            owner = owners.get(key)
            if owner is not None and owner not in node.entries and owners.keys() >= set(node.entries):
                entries = " or ".join(f"'{entry}'" for entry in node.entries)
                message = f"'{key}' is of the entry '{owner}', and this names {entries}"
                yield Problem(edition.file, node.line, "R002", message)


def _no_register(edition: Edition, register: Register, nodes: Nodes) -> Iterator[Problem]:
    """One problem for all places that need a register, where there is none."""
    lines = [node.line for node in (*nodes.of(Mention), *nodes.of(Topic))]
    lines += [node.line for node in nodes.of(Citation) if node.works]
    if lines:
        what = f"no entry could be read from {register.file}" if register.file else "there is no register.xml"
        message = f"{what}, and {len(lines)} places from here on name keys of the register"
        yield Problem(edition.file, min(lines), "R002", message)


def backward_ranges(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """R003: a cited range begins before it ends, and is of numbers."""
    for node in nodes.of(Citation):
        for cited in node.ranges:
            start, end = labels.value(cited.start), labels.value(cited.end)
            if start is None or end is None:
                wrong = cited.start if start is None else cited.end
                message = f"a cited {cited.unit} is a number, arabic or roman, and '{wrong}' is none"
                yield Problem(edition.file, node.line, "R003", message)
            elif end < start:
                message = f"the cited {cited.unit} range runs backwards, from {cited.start} to {cited.end}"
                yield Problem(edition.file, node.line, "R003", message)


def unsafe_targets(edition: Edition, nodes: Nodes, pictures: frozenset[str]) -> Iterator[Problem]:
    """R004: a link leads to the edition or the web, a picture is a file of the edition's folder."""
    for link in nodes.of(Link):
        if not link.target.startswith("#") and not _on_the_web(link.target):
            message = f"the link to {link.target!r} is neither to a key (#key) nor to http or https"
            yield Problem(edition.file, link.line, "R004", message)
    for page in nodes.of(PageBreak):
        if page.image and not _on_the_web(page.image) and not _BESIDE.fullmatch(page.image):
            message = f"the image {page.image!r} of page {page.label} is neither beside the master nor on the web"
            yield Problem(edition.file, page.line, "R004", message)
    for figure in nodes.of(Figure):
        if figure.picture and figure.picture not in pictures:
            message = f"the picture {figure.picture!r} isn't a PNG, JPEG, GIF or WebP file in the edition's folder"
            yield Problem(edition.file, figure.line, "R004", message)


_BESIDE = re.compile(r"(?!.*(?:^|/)\.\.(?:/|$))[^/:?#][^:?#]*")


def _on_the_web(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def backward_topics(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """R005: a passage begins before it ends."""
    ending = [topic for topic in nodes.of(Topic) if topic.end]
    if not ending:
        return
    order = {key: number for number, (key, _) in reversed(tuple(enumerate(edition.keys)))}
    for node in ending:
        if node.end in order and node.key in order and order[node.end] < order[node.key]:
            message = f"the passage '{node.key}' ends at '{node.end}', which stands before it"
            yield Problem(edition.file, node.line, "R005", message)
