"""What became of passages and of what stands in them, as changes."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from mastercopy.derive.differences import facts, features
from mastercopy.derive.differences.alignment import Alignment, Pair
from mastercopy.derive.differences.features import Held
from mastercopy.derive.differences.units import Feature, Unit
from mastercopy.derive.differences.values import Change, Detail, Kind, Mark, Run, Spot, What
from mastercopy.derive.differences.views import Order, View
from mastercopy.derive.differences.words import Stretch, runs, stretches

Told = tuple[Order, Change]
_OPENING = 8
"""By how many of its words a passage is known."""

KINDS = {
    "name": Kind.NAME,
    "passage of the index": Kind.NAME,
    "reference": Kind.REFERENCE,
    "link": Kind.REFERENCE,
    "correction": Kind.CORRECTION,
    "mark of a note": Kind.NOTE,
    "place of a note": Kind.NOTE,
    "gap": Kind.TEXT,
    "end of a line": Kind.STRUCTURE,
    "cell": Kind.STRUCTURE,
    "figure": Kind.STRUCTURE,
}
"""Of which kind a change is of something that stands in words; all others are markup."""
_LASTING = frozenset({Kind.NAME, Kind.REFERENCE, Kind.CORRECTION, Kind.NOTE})
"""Kinds of which it is said that they are gone or new also where their words are."""


class Views(Struct, frozen=True):
    """The two versions."""

    old: View
    new: View


class Passage(Struct, frozen=True):
    """Units of the old version that are units of the new one, and how their words became others."""

    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    how: tuple[Stretch, ...]
    order: Order
    moved: bool = False


class Stray(Struct, frozen=True):
    """A feature with its place. `words`: whether its words are in both versions; None where its whole passage isn't."""

    order: Order
    unit: Unit
    feature: Feature
    words: bool | None


class Strays(Struct, frozen=True):
    """Features that are in one version only, as far as their passages tell."""

    gone: list[Stray]
    new: list[Stray]


def said(units: Iterable[Unit]) -> tuple[str, ...]:
    """The words of some units."""
    return tuple(word for unit in units for word in unit.words)


def source(units: Iterable[Unit]) -> tuple[str, ...]:
    """The words that the source has in their place."""
    return tuple(word for unit in units for word in unit.source)


def opening(words: Sequence[str]) -> str:
    """The first words of a passage, by which it is known."""
    return " ".join(words[:_OPENING]) + (" …" if len(words) > _OPENING else "")


def passages(alignment: Alignment, old: Sequence[Unit], new: Sequence[Unit], view: View) -> tuple[Passage, ...]:
    """The passages that both versions have, in the order of the new one."""
    return tuple(_passage(pair, old, new, view) for pair in alignment.pairs)


def _passage(pair: Pair, old: Sequence[Unit], new: Sequence[Unit], view: View) -> Passage:
    before, after = tuple(old[at] for at in pair.old), tuple(new[at] for at in pair.new)
    order = Order(view.page(after[0]), bool(after[0].note), pair.new[0])
    return Passage(before, after, stretches(said(before), said(after)), order, pair.moved)


def changes(passage: Passage, views: Views, strays: Strays) -> Iterator[Told]:
    """What is otherwise in a passage that both versions have; what is in one of them only becomes a stray."""
    if len(passage.old) == len(passage.new) == 1 and passage.old[0].says == passage.new[0].says:
        return
    old, new = said(passage.old), said(passage.new)
    spots = _spots(passage, views)
    if old != new and source(passage.old) != source(passage.new):
        kind = Kind.NOTE if passage.new[0].note else Kind.TEXT
        yield passage.order, Change(kind, What.CHANGED, passage.new[0].kind, "", *spots, runs(old, new))
    yield from ((passage.order, change) for change in _structure(passage, views))
    compared = features.compare(
        features.held(passage.old, range(len(passage.old))),
        features.held(passage.new, range(len(passage.new))),
        passage.how,
    )
    for before, after in compared.both:
        yield from _both(passage, (before, after), views)
    for one in compared.gone:
        stays = features.stays(one.feature, passage.how)
        strays.gone.append(Stray(passage.order, passage.old[one.unit], one.feature, stays))
    for one in compared.new:
        stood = features.stood(one.feature, passage.how)
        strays.new.append(Stray(passage.order, passage.new[one.unit], one.feature, stood))


def _spots(passage: Passage, views: Views) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """Where the first words are that differ, in both versions."""
    first = next((one for one in passage.how if not one.equal), None)
    a, c = (first.a, first.c) if first else (0, 0)
    return (_spot(views.old, passage.old, a),), (_spot(views.new, passage.new, c),)


def _spot(view: View, units: Sequence[Unit], word: int) -> Spot:
    """The place of a word of a passage; of the last one where it has no more."""
    for unit in units:
        if word < len(unit.words) or unit is units[-1]:
            return view.spot(unit, min(word, max(len(unit.words) - 1, 0)))
        word -= len(unit.words)
    return Spot()


def _structure(passage: Passage, views: Views) -> Iterator[Change]:
    old, new = passage.old, passage.new
    words = opening(said(new))
    was = tuple(views.old.spot(unit) for unit in old)
    now = tuple(views.new.spot(unit) for unit in new)
    if len(old) != len(new):
        what = What.SPLIT if len(new) > len(old) else What.JOINED
        yield Change(Kind.STRUCTURE, what, (old if what is What.SPLIT else new)[0].kind, words, was, now)
    elif old[0].shape != new[0].shape:
        detail = Detail("is", " in ".join(reversed(old[0].shape)), " in ".join(reversed(new[0].shape)))
        yield Change(Kind.STRUCTURE, What.CHANGED, new[0].kind, words, was, now, (), (detail,))
    before, after = _own_keys(old[0]), _own_keys(new[0])
    if before.keys() != after.keys():
        detail = Detail("xml:id", _without(before, after), _without(after, before))
        yield Change(Kind.MARKUP, What.CHANGED, "xml:id", words, was[:1], now[:1], (), (detail,))


def _own_keys(unit: Unit) -> dict[str, None]:
    """The xml:ids of a unit and of what holds it below the division, from the outside in."""
    return {key: None for _, key in (*unit.path, (unit.kind, unit.key)) if key}


def _without(keys: Iterable[str], others: Collection[str]) -> str:
    return ", ".join(key for key in keys if key not in others)


def _both(passage: Passage, pair: tuple[Held, Held], views: Views) -> Iterator[Told]:
    """What is otherwise of something that both versions of a passage have."""
    old, new = pair[0].feature, pair[1].feature
    was, now = passage.old[pair[0].unit], passage.new[pair[1].unit]
    for change in both((was, old), (now, new), views):
        yield passage.order, change


def both(before: tuple[Unit, Feature], after: tuple[Unit, Feature], views: Views) -> Iterator[Change]:
    """What is otherwise of a thing: what is said of it, its xml:id, or its place."""
    (unit, old), (other, new) = before, after
    kind = KINDS.get(new.thing, Kind.MARKUP)
    spots = (views.old.spot(unit),), (views.new.spot(other),)
    words = new.words or old.words
    found = details(old, new, views)
    if found:
        what = What.EXPLAINED if _only_explained(kind, found) else What.CHANGED
        yield Change(kind, what, new.thing, words, *spots, (), found)
    if old.key != new.key:
        detail = Detail("xml:id", old.key, new.key)
        yield Change(Kind.MARKUP, What.CHANGED, "xml:id", words, *spots, (), (detail,))
    elif not found:
        moved = kind is Kind.NOTE or new.start == new.end
        extent = () if moved else (Detail("words", old.words, new.words),)
        yield Change(kind, What.MOVED if moved else What.CHANGED, new.thing, _called(other, new), *spots, (), extent)


def _called(unit: Unit, feature: Feature) -> str:
    """The words of a thing, or, where it has none, those that come before it."""
    return feature.words or "… " + " ".join(unit.words[max(feature.start - 4, 0) : feature.start])


def _only_explained(kind: Kind, found: Iterable[Detail]) -> bool:
    return kind is Kind.CORRECTION and not any(detail.name in {facts.HAS, facts.READS} for detail in found)


def details(old: Feature | None, new: Feature | None, views: Views) -> tuple[Detail, ...]:
    """What is said of a thing in one version and not in the other, the keys of the register in words."""
    before, after = _facts(old, views.old), _facts(new, views.new)
    keys = _keys(old) == _keys(new)
    names = (name for name in {**before, **after} if not (name == facts.HEADING and keys))
    shown = (Detail(name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(detail for detail in shown if detail.was != detail.now)


def _keys(feature: Feature | None) -> list[str]:
    return [words for name, words in feature.facts if name == facts.HEADING] if feature else []


def _facts(feature: Feature | None, view: View) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, words in feature.facts if feature else ():
        shown = view.headings.get(words, words) if name == facts.HEADING else words
        found[name] = f"{found[name]}; {shown}" if name in found else shown
    return found


def strayed(strays: Strays, notes: frozenset[str], views: Views) -> Iterator[Told]:
    """What is gone and what is new; what has the same xml:id in another passage went with its words, or moved.

    `notes`: the notes that are new or gone, of whose marks nothing more is said.
    """
    here = {(one.feature.thing, one.feature.key): one for one in strays.new if one.feature.key}
    paired: set[int] = set()
    for one in strays.gone:
        other = here.pop((one.feature.thing, one.feature.key), None)
        if other is not None:
            paired.add(id(other))
            for change in _elsewhere((one.unit, one.feature), (other.unit, other.feature), views):
                yield other.order, change
        elif _matters(one, notes):
            yield one.order, _alone(one, views, What.REMOVED)
    for one in strays.new:
        if id(one) not in paired and _matters(one, notes):
            yield one.order, _alone(one, views, What.ADDED)


def _matters(one: Stray, notes: frozenset[str]) -> bool:
    """Whether it is said by itself that something is gone or new, and not by what its words or its note say."""
    kind = KINDS.get(one.feature.thing, Kind.MARKUP)
    if one.words is None or (kind is Kind.NOTE and one.feature.key in notes):
        return False
    return one.words or kind in _LASTING


def _elsewhere(before: tuple[Unit, Feature], after: tuple[Unit, Feature], views: Views) -> Iterator[Change]:
    """What is otherwise of a thing that is in another passage now; a mark has moved, all else went with its words."""
    if before[1].facts != after[1].facts or KINDS.get(after[1].thing) is Kind.NOTE:
        yield from both(before, after, views)


def _alone(one: Stray, views: Views, what: What) -> Change:
    kind = KINDS.get(one.feature.thing, Kind.MARKUP)
    words = _called(one.unit, one.feature)
    if what is What.ADDED:
        now = (views.new.spot(one.unit),)
        return Change(kind, what, one.feature.thing, words, (), now, (), details(None, one.feature, views))
    was = (views.old.spot(one.unit),)
    return Change(kind, what, one.feature.thing, words, was, (), (), details(one.feature, None, views))


def whole(units: Sequence[Unit], mark: Mark) -> tuple[Run, ...]:
    """All words of some units as one run; none where they have no words."""
    words = " ".join(said(units))
    return (Run(mark, words),) if words else ()
