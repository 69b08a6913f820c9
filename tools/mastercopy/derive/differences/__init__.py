"""What is otherwise for a reader in one version of an edition than in another."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mastercopy.derive.differences import around, breaks, divisions, notes, told
from mastercopy.derive.differences.alignment import Alignment, align
from mastercopy.derive.differences.told import Passage, Stray, Strays, Told, Views, opening, said, whole
from mastercopy.derive.differences.units import Unit
from mastercopy.derive.differences.values import Change, Comparison, Detail, Kind, Mark, What, verdict
from mastercopy.derive.differences.views import Order, Version, View, view

__all__ = ["Change", "Comparison", "Version", "compare"]


def compare(old: Version, new: Version) -> Comparison:
    """All that is otherwise: the text by the pages of the new version, then the register, then the header."""
    views = Views(view(old), view(new))
    told_ = sorted(_told(views), key=lambda pair: pair[0])
    changes = (*_once(change for _, change in told_), *around.register(views), *around.header(views))
    header = new.edition.header
    found = verdict(old.written, new.written, changes)
    return Comparison(old.name, new.name, header.title, header.language, header.address, found, changes)


def _once(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes; an xml:id of what holds several passages is told with the first of them alone."""
    known: set[tuple[Detail, ...]] = set()
    for change in changes:
        if change.thing != "xml:id" or change.details not in known:
            yield change
        if change.thing == "xml:id":
            known.add(change.details)


def _told(views: Views) -> Iterator[Told]:
    strays = Strays([], [])
    old, new = views.old, views.new
    alignment, aside = align(old.text.units, new.text.units), align(old.notes.units, new.notes.units)
    text = told.passages(alignment, old.text.units, new.text.units, new)
    foot = told.passages(aside, old.notes.units, new.notes.units, new)
    parts, known = divisions.pairs(text, views), notes.pairs(foot, views)
    for passage in (*text, *foot, *notes.labels(known, views)):
        yield from told.changes(passage, views, strays)
    yield from _moved(text, parts, views)
    yield from _moved(foot, known, views)
    yield from _alone(alignment, views, strays, (old.text.units, new.text.units), frozenset())
    ours = frozenset(old.version.edition.notes) - frozenset(known)
    theirs = frozenset(new.version.edition.notes) - frozenset(known.values())
    yield from _alone(aside, views, strays, (old.notes.units, new.notes.units), ours | theirs)
    yield from told.strayed(strays, ours | theirs, views)
    yield from divisions.changes(parts, views)
    yield from notes.changes(known, views)
    yield from breaks.changes(text, views)


def _moved(passages: Sequence[Passage], within: Mapping[str, str], views: Views) -> Iterator[Told]:
    """Passages that stand elsewhere, those that moved together as one; `within`: what was which division, or note."""
    together: list[Passage] = []
    for passage in passages:
        if not _elsewhere(passage, within):
            continue
        if together and not _follows(together[-1], passage):
            yield _one_move(together, views)
            together = []
        together.append(passage)
    if together:
        yield _one_move(together, views)


def _elsewhere(passage: Passage, within: Mapping[str, str]) -> bool:
    """Whether a passage is among others now, or in another division or note that was there before."""
    old, new = passage.old[0], passage.new[0]
    if new.note:
        return within.get(old.note, new.note) != new.note and new.note in within.values()
    other = within.get(old.division, new.division) != new.division and new.division in within.values()
    return passage.moved or other


def _follows(one: Passage, other: Passage) -> bool:
    """Whether a passage comes right after another in both versions."""
    return _after(one.old[-1], other.old[0]) and _after(one.new[-1], other.new[0])


def _after(one: Unit, other: Unit) -> bool:
    return other.first == one.first + len(one.words) and one.division == other.division and one.note == other.note


def _one_move(passages: Sequence[Passage], views: Views) -> Told:
    first = passages[0]
    thing = first.new[0].kind if len(passages) == 1 else f"{len(passages)} passages"
    words = opening(said(first.new))
    spots = (views.old.spot(first.old[0]),), (views.new.spot(first.new[0]),)
    detail = Detail("stands after", _before(first.old[0], views.old), _before(first.new[0], views.new))
    return first.order, Change(Kind.MOVED, What.MOVED, thing, words, *spots, (), (detail,))


def _before(unit: Unit, view: View) -> str:
    """By what words the unit is known that comes before another, or that it is the first."""
    units = view.strand(unit).units
    at = bisect_left(units, unit.first, key=lambda one: one.first)
    return opening(units[at - 1].words) if at else "(nothing)"


_Units = Sequence[Unit]


def _alone(
    alignment: Alignment, views: Views, strays: Strays, units: tuple[_Units, _Units], wholes: frozenset[str]
) -> Iterator[Told]:
    """Passages that are in one version only; those of `wholes`, notes that are new or gone, are told with them."""
    old, new = units
    orders = _orders(alignment, units, views.new)
    for at in alignment.gone:
        strays.gone.extend(Stray(orders[at], old[at], feature, None) for feature in old[at].features)
        if old[at].note not in wholes:
            yield from _single(orders[at], old[at], views.old, What.REMOVED)
    for at in alignment.new:
        order = Order(views.new.page(new[at]), bool(new[at].note), at)
        strays.new.extend(Stray(order, new[at], feature, None) for feature in new[at].features)
        if new[at].note not in wholes:
            yield from _single(order, new[at], views.new, What.ADDED)


def _orders(alignment: Alignment, units: tuple[_Units, _Units], view: View) -> dict[int, Order]:
    """The place of each unit that is no more: after what was before it and still is."""
    (old, new), before = units, {pair.old[-1]: pair.new[-1] for pair in alignment.pairs}
    gone, found, order = frozenset(alignment.gone), dict[int, Order](), Order(0, False, -1)
    for at in range(len(old)):
        if at in before:
            unit = new[before[at]]
            order = Order(view.page(unit), bool(unit.note), before[at] + 0.5)
        elif at in gone:
            found[at] = order
    return found


def _single(order: Order, unit: Unit, view: View, what: What) -> Iterator[Told]:
    """A passage that is in one version only, if it has anything in it."""
    if not unit.words and unit.kind != "figure":
        return
    kind = Kind.NOTE if unit.note else Kind.STRUCTURE
    spot = (view.spot(unit),)
    runs = whole((unit,), Mark.INSERTED if what is What.ADDED else Mark.DELETED)
    was, now = ((), spot) if what is What.ADDED else (spot, ())
    yield order, Change(kind, what, unit.kind, "", was, now, runs)
