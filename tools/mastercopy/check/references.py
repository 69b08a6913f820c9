"""R: what points at something points at something that is there."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from mastercopy.derive import labels
from mastercopy.model import AnyNode, Citation, Correction, Edition, Figure, Link, Mention, Quotation, SetOff, Topic
from mastercopy.problems import Problem
from mastercopy.register import Register


def check(
    edition: Edition, register: Register, nodes: tuple[AnyNode, ...], pictures: frozenset[str]
) -> Iterator[Problem]:
    """All problems of this family."""
    yield from lost_pointers(edition, nodes)
    yield from lost_headings(edition, register, nodes)
    yield from backward_ranges(edition, nodes)
    yield from unsafe_targets(edition, nodes, pictures)
    yield from backward_topics(edition, nodes)


def lost_pointers(edition: Edition, nodes: tuple[AnyNode, ...]) -> Iterator[Problem]:
    """R001: a pointer within the master."""
    known = {key for key, _ in edition.keys}
    for node in nodes:
        for what, key in _pointers(node):
            if key not in known:
                yield Problem(edition.file, node.line, "R001", f"{what} points at '{key}', and nothing has that xml:id")


def _pointers(node: AnyNode) -> Iterator[tuple[str, str]]:
    pointers: tuple[tuple[str, str], ...]
    match node:
        case Quotation(source=source, previous=previous):
            pointers = (("source", source), ("prev", previous))
        case SetOff(source=source):
            pointers = (("source", source),)
        case Topic(end=end):
            pointers = (("spanTo", end),)
        case Correction(change=change):
            pointers = (("change", change),)
        case Link(target=target) if target.startswith("#"):
            pointers = (("target", target[1:] or "#"),)
        case _:
            return
    yield from ((what, key) for what, key in pointers if key)


def lost_headings(edition: Edition, register: Register, nodes: tuple[AnyNode, ...]) -> Iterator[Problem]:
    """R002: a key of the register; where that has no entry at all, once."""
    if not register.entries:
        yield from _no_register(edition, register, nodes)
        return
    entries = {entry.key for entry in register.entries}
    headings = entries | {sub.key for entry in register.entries for sub in entry.subs}
    for node in nodes:
        if isinstance(node, Mention | Topic):
            lost = [key for key in node.headings if key not in headings]
        elif isinstance(node, Citation):
            lost = [key for key in node.works if key not in entries]
        else:
            continue
        for key in lost:
            yield Problem(edition.file, node.line, "R002", f"the register has no entry or sub-heading '{key}'")


def _no_register(edition: Edition, register: Register, nodes: tuple[AnyNode, ...]) -> Iterator[Problem]:
    """One problem for all places that need a register, where there is none."""
    named = [node for node in nodes if isinstance(node, Mention | Topic | Citation)]
    lines = [node.line for node in named if not isinstance(node, Citation) or node.works]
    if lines:
        what = f"no entry could be read from {register.file}" if register.file else "there is no register.xml"
        message = f"{what}, and {len(lines)} places from here on name keys of the register"
        yield Problem(edition.file, min(lines), "R002", message)


def backward_ranges(edition: Edition, nodes: tuple[AnyNode, ...]) -> Iterator[Problem]:
    """R003: a cited range begins before it ends, and is of numbers."""
    for node in nodes:
        if not isinstance(node, Citation):
            continue
        for cited in node.ranges:
            start, end = labels.value(cited.start), labels.value(cited.end)
            if start is None or end is None:
                wrong = cited.start if start is None else cited.end
                message = f"a cited {cited.unit} is a number, arabic or roman, and '{wrong}' is none"
                yield Problem(edition.file, node.line, "R003", message)
            elif end < start:
                message = f"the cited {cited.unit} range runs backwards, from {cited.start} to {cited.end}"
                yield Problem(edition.file, node.line, "R003", message)


def unsafe_targets(edition: Edition, nodes: tuple[AnyNode, ...], pictures: frozenset[str]) -> Iterator[Problem]:
    """R004: a link leads to the edition or the web, a picture is a file of the edition's folder."""
    for node in nodes:
        if isinstance(node, Link) and not node.target.startswith("#") and not _on_the_web(node.target):
            message = f"the link to {node.target!r} is neither to a key (#key) nor to http or https"
            yield Problem(edition.file, node.line, "R004", message)
        elif isinstance(node, Figure) and node.picture and node.picture not in pictures:
            message = f"the picture {node.picture!r} isn't a PNG, JPEG, GIF or WebP file in the edition's folder"
            yield Problem(edition.file, node.line, "R004", message)


def _on_the_web(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def backward_topics(edition: Edition, nodes: tuple[AnyNode, ...]) -> Iterator[Problem]:
    """R005: a passage begins before it ends."""
    order = {key: number for number, (key, _) in reversed(tuple(enumerate(edition.keys)))}
    for node in nodes:
        if isinstance(node, Topic) and node.end in order and node.key in order and order[node.end] < order[node.key]:
            message = f"the passage '{node.key}' ends at '{node.end}', which stands before it"
            yield Problem(edition.file, node.line, "R005", message)
