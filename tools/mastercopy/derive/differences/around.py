"""What belongs to an edition beside its text: the register, entry by entry, and the header, statement by statement."""

from collections.abc import Iterator

from mastercopy import walk
from mastercopy.derive.addresses import path
from mastercopy.derive.differences.told import Views
from mastercopy.derive.differences.values import Change, Detail, Kind, Mark, Run, Spot, What
from mastercopy.derive.differences.words import runs, stretches
from mastercopy.register import Entry


def register(views: Views) -> Iterator[Change]:
    """What became of the entries of the register, where both versions have it at hand."""
    before, after = views.old.version.register, views.new.version.register
    if before is None or after is None:
        return
    old, new = ({entry.key: entry for entry in one.entries} for one in (before, after))
    renamed = {_known(old[key]): key for key in old if key not in new}
    for key, entry in new.items():
        other = key if key in old else renamed.pop(_known(entry), "")
        if not other:
            yield Change(Kind.NAME, What.ADDED, "entry", walk.words(entry.heading), (), (_spot(entry),))
            continue
        yield from _entry(old[other], entry)
    gone = {key for key in old if key not in new} & set(renamed.values())
    for key in (key for key in old if key in gone):
        yield Change(Kind.NAME, What.REMOVED, "entry", walk.words(old[key].heading), (_spot(old[key]),))


def _known(entry: Entry) -> tuple[str, str]:
    """What an entry is known by where its xml:id is another."""
    return entry.kind, walk.words(entry.heading)


def _spot(entry: Entry) -> Spot:
    return Spot("", "", "Register", path(entry.kind, entry.key))


def _entry(old: Entry, new: Entry) -> Iterator[Change]:
    spots = (_spot(old),), (_spot(new),)
    words = walk.words(new.heading)
    before, after = dict(_facts(old)), dict(_facts(new))
    details = tuple(Detail(name, before[name], after[name]) for name in before if before[name] != after[name])
    if details:
        yield Change(Kind.NAME, What.CHANGED, "entry", words, *spots, (), details)
    elif old.heading != new.heading:
        yield Change(Kind.MARKUP, What.CHANGED, "highlighting", words, *spots)
    if old.key != new.key:
        detail = Detail("xml:id", old.key, new.key)
        yield Change(Kind.MARKUP, What.CHANGED, "xml:id", words, *spots, (), (detail,))


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "heading", walk.words(entry.heading)
    yield "index", entry.kind
    yield "sorted as", entry.sort
    yield "description", entry.gloss
    yield "authorities", "; ".join(f"{name} {number}" for name, number in entry.authorities)
    yield "sub-headings", "; ".join(f"{sub.words} ({sub.key})" for sub in entry.subs)
    yield "see", "; ".join(entry.see)
    yield "see also", "; ".join(entry.see_also)


def header(views: Views) -> Iterator[Change]:
    """What became of what the header says."""
    old, new = views.old.version.written.header, views.new.version.written.header
    for one in stretches(old, new):
        if one.equal:
            continue
        before, after = list(old[one.a : one.b]), list(new[one.c : one.d])
        for path_, words in before:
            found = next((at for at, (other, _) in enumerate(after) if other == path_), -1)
            said = after.pop(found)[1] if found >= 0 else ""
            what = What.CHANGED if found >= 0 else What.REMOVED
            yield Change(Kind.METADATA, what, path_, runs=runs(_words(words), _words(said)))
        for path_, words in after:
            yield Change(Kind.METADATA, What.ADDED, path_, runs=(Run(Mark.INSERTED, words),) if words else ())


def _words(said: str) -> list[str]:
    return said.split(" ") if said else []
