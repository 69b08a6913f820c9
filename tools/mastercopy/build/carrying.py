"""An edit of a master, carried into the files of docs/ without reading the whole book anew.

Each file that the window makes otherwise than before must have come out before as it is in docs/, byte for byte: what
the window made of the old words is what the whole book made of them, so what it makes of the new ones is what the whole
book would make. Where that isn't so, there is no answer, and the whole book is built.
"""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from mastercopy.build.describing import descriptions
from mastercopy.build.serving import BYTES
from mastercopy.build.window import Kept, Window, windows
from mastercopy.build.writing import parts
from mastercopy.check.addresses import Published, reused
from mastercopy.derive import trees
from mastercopy.derive.addresses import Address
from mastercopy.derive.citing import References
from mastercopy.derive.ledger import Fate, Row, State
from mastercopy.derive.record import Anchor
from mastercopy.sources import ANCHORS, BOOK, Sources
from mastercopy.write import dts


class Carried(Struct, frozen=True):
    """What an edit changes: the files of docs/ as they are to be, and what is kept for the next edit."""

    files: Mapping[str, bytes]
    kept: Kept


Read = Callable[[str], bytes]
"""What a file of docs/ holds; b"" where there is none."""


def carried(sources: Sources, known: Kept, references: References, read: Read) -> Carried | None:
    """What an edit of the master changes in docs/; None where only the whole book can tell.

    docs/, which has the master as it was, and what is `known` were made of that. Everything else is as it was.
    """
    before = read(dts.document())
    for found in windows(before, sources, known):
        try:
            files = dict(_files(found, references, read))
            files |= _documents(found, sources, read)
            anchors = read(ANCHORS)
            renewed = _anchors(found, sources, anchors)
            files |= {ANCHORS: renewed} if renewed != anchors else {}
        except _Elsewhere:
            continue
        return Carried(files, found.kept)
    return None


class _Elsewhere(Exception):  # noqa: N818 # no error: the answer is elsewhere
    """The window can't tell."""


def _files(found: Window, references: References, read: Read) -> Iterator[tuple[str, bytes]]:
    """The files that come out otherwise."""
    was_said, said = descriptions(found.old, references), descriptions(found.new, references)
    old, new = dict(parts(found.old, was_said)), dict(parts(found.new, said))
    surveyed = found.new.survey
    paths = [f"p/{page.number}/" for page in surveyed.pages]
    cut = zip(found.old.leaves, found.new.leaves, strict=True)
    seen = {BOOK, *(paths[now.page] for was, now in cut if was != now)}
    seen |= {f"text/{one}/" for one in (*found.near, *_noted(found))}
    # What shares a page with the edit bears its day.
    seen |= {path for path, subject in said.subjects.items() if subject != was_said.subjects[path]}
    # Also where nothing but the layout of the XML differs.
    here = {surveyed.places[found.edit.key].page}
    here |= {at for at, page in enumerate(surveyed.pages) if page.section in found.near}
    seen |= {f"{BYTES}{paths[at]}" for at in here if at >= 0}
    if old.keys() != new.keys():
        raise _Elsewhere
    for path, part in new.items():
        if part.of in seen:
            was, now = old[path].make(), part.make()
            if was != now:
                if read(path) != was:
                    raise _Elsewhere
                yield path, now


def _noted(found: Window) -> Iterator[str]:
    """The sections that show notes which read otherwise: a note may stand in one, and its mark in another."""
    old = found.old.survey.notes
    yield from (printed.section for key, printed in found.new.survey.notes.items() if old[key] != printed)


def _documents(found: Window, sources: Sources, read: Read) -> Mapping[str, bytes]:
    """The TEI of the whole, which is the master, of the section, and of what it is in."""
    edit, xml = found.edit, sources.master[1]
    files: dict[str, bytes] = {}
    for tree in trees.trees(found.new.edition.header, found.new.sections, found.new.survey):
        files[dts.document(tree.name)] = xml
        unit = next((unit for unit in tree.units if unit.key == edit.key), None)
        reference = "" if tree.name or unit is None else unit.reference
        while reference:
            path = dts.document("", reference)
            files[path] = _replaced(read(path), edit.before, edit.after)
            reference = reference.rpartition(trees.BETWEEN)[0]
    return files


def _replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    start, middle, end = content.partition(old)
    if not middle or old in end:
        raise _Elsewhere
    return b"".join((start, new, end))


def _anchors(found: Window, sources: Sources, content: bytes) -> bytes:
    """anchors.json with what addresses say now: each has a line of its own."""
    pairs = zip(found.old.addresses, found.new.addresses, strict=True)
    changed = {old.address: (old, new) for old, new in pairs if old != new}
    if any(old.address != new.address for old, new in changed.values()):
        raise _Elsewhere
    _must_be_the_same_things(changed, sources)
    lines: list[tuple[int, int, bytes]] = []
    end = 0
    for address, (old, new) in changed.items():
        sought = b'\n{"address":%b,' % encode(address)
        # They stand in this order, mostly.
        at = content.find(sought, end) + 1 or content.find(sought) + 1
        end = content.find(b"\n", at)
        line = content[at:end].removesuffix(b",")
        known = decode(line, type=Anchor) if at else None
        if known is None or known != replace(_anchor(old), since=known.since):
            raise _Elsewhere
        lines.append((at, at + len(line), encode(replace(_anchor(new), since=known.since))))
    pieces, done = [], 0
    for start, end, renewed in sorted(lines):
        pieces += [content[done:start], renewed]
        done = end
    return b"".join((*pieces, content[done:]))


def _anchor(one: Address) -> Anchor:
    return Anchor(one.address, one.kind, one.label, one.page, one.section, one.digest, one.opening)


def _must_be_the_same_things(changed: Mapping[str, tuple[Address, Address]], sources: Sources) -> None:
    """No address of the last release may stand for something else: what the build of a whole book asks of all."""
    if not sources.releases:
        return
    last = sources.releases[-1]
    published = last.files.get(ANCHORS, b"")
    known: dict[str, Anchor] = {}
    for address, (_, new) in changed.items():
        for sought in (b'\n{"address":%b,' % encode(address), b'"digest":"%b"' % new.digest.encode()):
            at = published.find(sought)
            if at >= 0:
                line = published[published.rfind(b"\n", 0, at + 1) + 1 : published.find(b"\n", at + 1)]
                one = decode(line.removesuffix(b","), type=Anchor)
                known[one.address] = one
    fates = tuple(
        Fate(Row(one.address, one.kind, one.label, one.since), State.HERE, one.address)
        for one in known.values()
        if one.address in changed
    )
    today = {one.address: one for _, one in changed.values()}
    if any(True for _ in reused(Published("", (), fates, last, known), today)):
        raise _Elsewhere
