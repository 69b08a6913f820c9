"""What stands in the words of a passage in both versions: what is new, gone, or the same and said otherwise."""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mastercopy.derive.differences.units import Feature, Unit
from mastercopy.derive.differences.words import Stretch


class Held(Struct, frozen=True):
    """A feature and the place of the unit that holds it; its words are counted from the first of the passage."""

    feature: Feature
    unit: int


class Compared(Struct, frozen=True):
    """Features that are in both versions and aren't quite the same, and those that are in one of them only."""

    both: tuple[tuple[Held, Held], ...] = ()
    gone: tuple[Held, ...] = ()
    new: tuple[Held, ...] = ()


def held(units: Sequence[Unit], places: Iterable[int]) -> list[Held]:
    """The features of some units that together are a passage."""
    found: list[Held] = []
    first = 0
    for at in places:
        for one in units[at].features:
            moved = replace(one, start=one.start + first, end=one.end + first) if first else one
            found.append(Held(moved, at))
        first += len(units[at].words)
    return found


def compare(old: list[Held], new: list[Held], how: tuple[Stretch, ...]) -> Compared:
    """What has become of the features of a passage whose words became others in this way."""
    kinds = {held.feature.thing for held in (*old, *new)}
    found = [_one_kind(_of(old, kind), _of(new, kind), _Map(how)) for kind in sorted(kinds)]
    return Compared(
        tuple(pair for one in found for pair in one.both),
        tuple(held for one in found for held in one.gone),
        tuple(held for one in found for held in one.new),
    )


def _of(held: Iterable[Held], thing: str) -> list[Held]:
    return [one for one in held if one.feature.thing == thing]


class _Map:
    """Where boundaries between old words are among the new ones: from where at the earliest to where at the latest."""

    def __init__(self, how: tuple[Stretch, ...]) -> None:
        self._how = how
        self._begins = [stretch.a for stretch in how]

    def at(self, word: int) -> tuple[int, int]:
        """The range of boundaries that the one before an old word may be."""
        last = bisect_right(self._begins, word) - 1
        low, high = 10**9, 0
        for one in self._how[max(last - 2, 0) : last + 1]:
            if one.a <= word <= one.b:
                exact = one.c + word - one.a
                low = min(low, exact if one.equal else one.c)
                high = max(high, exact if one.equal else one.d)
        return (low, high) if low <= high else (0, 0)

    def exact(self, feature: Feature) -> tuple[int, int] | None:
        """The words that are those of an old feature; None where they aren't all there."""
        first, last = self.at(feature.start)[1], self.at(feature.end)[0]
        return (first, last) if last - first == feature.end - feature.start else None

    def near(self, old: Feature, new: Feature) -> bool:
        """Whether the words of a new feature may be those of an old one."""
        low, high = self.at(old.start)
        first, last = self.at(old.end)
        return low <= new.start <= high and first <= new.end <= last


_Pairs = list[tuple[Held, Held]]


def _one_kind(old: list[Held], new: list[Held], where: _Map) -> Compared:
    """The same of features that are all the same thing."""
    both: _Pairs = []
    old, new = _by(old, new, both, lambda held, _: held.feature.key or None, where)
    old, new = _by(old, new, both, _place, where)
    old, new = _by(old, new, both, _said, where)
    old, new = _near(old, new, both, where, same=True)
    old, new = _near(old, new, both, where, same=False)
    return Compared(tuple(pair for pair in both if _differ(*pair, where)), tuple(old), tuple(new))


def _place(held: Held, where: _Map | None) -> Hashable:
    """What is said of what words, and where in the new version."""
    feature = held.feature
    at = (feature.start, feature.end) if where is None else where.exact(feature)
    return None if at is None else (feature.facts, at)


def _said(held: Held, _: _Map | None) -> Hashable:
    return (held.feature.facts, held.feature.words) if held.feature.words else None


def _by(
    old: list[Held],
    new: list[Held],
    both: _Pairs,
    name: Callable[[Held, _Map | None], Hashable],
    where: _Map,
) -> tuple[list[Held], list[Held]]:
    """Pairs, in their order, what has the same name; what is left over."""
    if not old or not new:
        return old, new
    waiting: dict[Hashable, deque[Held]] = defaultdict(deque)
    for held in new:
        waiting[name(held, None)].append(held)
    waiting.pop(None, None)
    left: list[Held] = []
    taken: set[int] = set()
    for held in old:
        if found := waiting.get(name(held, where)):
            other = found.popleft()
            taken.add(id(other))
            both.append((held, other))
        else:
            left.append(held)
    return left, [held for held in new if id(held) not in taken]


_MOST = 10_000
"""Up to this product of what is left over, each old feature is compared with each new one."""


def _near(old: list[Held], new: list[Held], both: _Pairs, where: _Map, *, same: bool) -> tuple[list[Held], list[Held]]:
    """Pairs what has about the same words, and of which the same is said, or anything; what is left over."""
    if len(old) * len(new) > _MOST:
        return old, new
    left: list[Held] = []
    for held in old:
        fits = (
            other
            for other in new
            if where.near(held.feature, other.feature)
            and (not same or held.feature.facts == other.feature.facts)
            and (held.feature.end > held.feature.start) == (other.feature.end > other.feature.start)
        )
        found = next(fits, None)
        if found is None:
            left.append(held)
        else:
            both.append((held, found))
            new = [other for other in new if other is not found]
    return left, new


def _differ(old: Held, new: Held, where: _Map) -> bool:
    """Whether there is something to say of a pair: other facts, another xml:id, or other words that stayed."""
    before, after = old.feature, new.feature
    return before.facts != after.facts or before.key != after.key or not where.near(before, after)


def stays(feature: Feature, how: tuple[Stretch, ...]) -> bool:
    """Whether words of an old feature are in the new version too, or its place is where it has none."""
    if feature.start == feature.end:
        return True
    return any(one.equal and one.a < feature.end and feature.start < one.b for one in how)


def stood(feature: Feature, how: tuple[Stretch, ...]) -> bool:
    """Whether words of a new feature were in the old version too, or its place was where it has none."""
    if feature.start == feature.end:
        return True
    return any(one.equal and one.c < feature.end and feature.start < one.d for one in how)
