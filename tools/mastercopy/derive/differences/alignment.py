"""Which unit of the old version is which of the new one.

First what has the same xml:id and says the same; then what says the same and is said once, with equal neighbours
(P. Heckel, A technique for isolating differences between files, 1978); then what has the same xml:id or place, or words
that are rare, and is alike. So the time grows with the book and not with its square.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from mastercopy.derive.differences.units import Unit
from mastercopy.derive.differences.words import ascending, likeness

ALIKE = 0.4
"""What two passages must have in common to be the same (as in the ledger of addresses)."""
_MOVED = 0.6
"""The same for passages of which only the words say that they are."""
_FEW = 4
"""Passages of fewer words aren't sought elsewhere: there may be many."""
_WIDEST = 400
"""Between two passages that are known, up to this product of old and new ones is compared."""
_RARE = 8
"""In how many passages three words that follow each other may stand, to be a sign of one."""
_PARTS = 16
"""Into how many parts a passage may be split, or of how many joined."""


class Pair(Struct, frozen=True):
    """Units of the old version that are units of the new one, by their places: one each, unless split or joined."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


class Alignment(Struct, frozen=True):
    """The pairs in the order of the new version; the units that are only in the old or only in the new version."""

    pairs: tuple[Pair, ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]


def align(old: Sequence[Unit], new: Sequence[Unit]) -> Alignment:
    """The alignment, in which each unit is just once."""
    table = _Table(old, new)
    table.same_key(equal=True)
    table.said_once()
    table.neighbours()
    table.same_key(equal=False)
    table.gaps()
    table.again()
    table.rare()
    table.replaced()
    groups = _groups(table)
    kept = ascending([pair.old[0] for pair in groups], [sum(len(new[at].words) + 1 for at in p.new) for p in groups])
    still = frozenset(kept)
    pairs = tuple(Pair(pair.old, pair.new, moved=at not in still) for at, pair in enumerate(groups))
    return Alignment(pairs, *_left(pairs, len(old), len(new)))


def _left(pairs: Iterable[Pair], old: int, new: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The places that no pair has."""
    before = {at for pair in pairs for at in pair.old}
    after = {at for pair in pairs for at in pair.new}
    return tuple(at for at in range(old) if at not in before), tuple(at for at in range(new) if at not in after)


def _names(units: Sequence[Unit]) -> dict[tuple[str, ...], int]:
    """The places of the units that an xml:id names: their own, that of what they begin, that of what they head."""
    found: dict[tuple[str, ...], int] = {}
    for at, unit in enumerate(units):
        heading = unit.kind.endswith("heading")
        name = ("of", unit.division) if heading else (unit.note, unit.near) if unit.near else ("in", unit.note)
        if any(name[1:]) and name not in found:
            found[name] = at
    return found


class _Table(Struct):
    """What is known so far: the place in the new version of each old unit, and the other way round; -1 for unknown."""

    old: Sequence[Unit]
    new: Sequence[Unit]
    to: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)
    counted: dict[tuple[bool, int], "Counter[str]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.to, self.back = [-1] * len(self.old), [-1] * len(self.new)

    def pair(self, at: int, other: int) -> None:
        """Says that an old unit is a new one."""
        self.to[at], self.back[other] = other, at

    def free(self, at: int, other: int) -> bool:
        """Whether there are such units, and neither is known yet."""
        inside = 0 <= at < len(self.to) and 0 <= other < len(self.back)
        return inside and self.to[at] < 0 and self.back[other] < 0

    def alike(self, at: int, other: int) -> float:
        """How like each other two units are, from 0 to 1; of few words any may become any other."""
        before, after = self.old[at], self.new[other]
        if bool(before.note) != bool(after.note):
            return 0.0
        found = likeness(self._words(True, at), self._words(False, other))
        short = max(len(before.words), len(after.words)) < _FEW and before.kind == after.kind
        return max(found, ALIKE) if short and bool(before.words) == bool(after.words) else found

    def _words(self, which: bool, at: int) -> "Counter[str]":  # noqa: FBT001 # a key: of the old version, or not
        if (which, at) not in self.counted:
            self.counted[which, at] = Counter((self.old if which else self.new)[at].words)
        return self.counted[which, at]

    def same_key(self, *, equal: bool) -> None:
        """Pairs what has the same xml:id, and says the same or is alike."""
        names = _names(self.new)
        for name, at in _names(self.old).items():
            other = names.get(name, -1)
            if self.free(at, other):
                same = self.old[at].symbol == self.new[other].symbol
                if same if equal else self.alike(at, other) >= ALIKE:
                    self.pair(at, other)

    def said_once(self) -> None:
        """Pairs what both versions say once."""
        once, again = _once(self.old, self.to), _once(self.new, self.back)
        for symbol, at in once.items():
            if symbol in again:
                self.pair(at, again[symbol])

    def neighbours(self) -> None:
        """Pairs what says the same and stands beside what is known, after it and then before it."""
        size = len(self.old)
        for at in range(-1, size - 1):
            self._beside(at + 1, (self.to[at] if at >= 0 else -1) + 1, known=at < 0 or self.to[at] >= 0)
        for at in range(size, 0, -1):
            other = self.to[at] if at < size else len(self.new)
            self._beside(at - 1, other - 1, known=other >= 0)

    def _beside(self, at: int, other: int, *, known: bool) -> None:
        if known and self.free(at, other) and self.old[at].symbol == self.new[other].symbol:
            self.pair(at, other)

    def gaps(self) -> None:
        """Pairs what is alike in the same order between what is known."""
        at = 0
        while at < len(self.old):
            end = at
            while end < len(self.old) and self.to[end] < 0:
                end += 1
            if end > at:
                self._gap(at, end)
            at = max(end, at + 1)

    def _gap(self, a: int, b: int) -> None:
        c = self.to[a - 1] + 1 if a else 0
        d = c
        while d < len(self.back) and self.back[d] < 0:
            d += 1
        if c == d:
            d = self.to[b] if b < len(self.to) else len(self.back)
            c = d
            while c and self.back[c - 1] < 0:
                c -= 1
        if c < d and (b - a) * (d - c) <= _WIDEST:
            for at, other in _in_order(self, (a, b, c, d)):
                self.pair(at, other)

    def again(self) -> None:
        """Pairs what says the same and is said more than once, the first with the first."""
        waiting: dict[object, deque[int]] = defaultdict(deque)
        for other in _unknown(self.back):
            waiting[self.new[other].symbol].append(other)
        for at in _unknown(self.to):
            if len(self.old[at].words) >= _FEW and (found := waiting.get(self.old[at].symbol)):
                self.pair(at, found.popleft())

    def rare(self) -> None:
        """Pairs what has three words that follow each other and are rare, and is much alike, wherever it stands."""
        where: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for other in _unknown(self.back):
            for three in _threes(self.new[other].words):
                if len(where[three]) <= _RARE:
                    where[three].append(other)
        for at in _unknown(self.to):
            lists = (where.get(three, []) for three in _threes(self.old[at].words))
            votes = Counter(other for found in lists if len(found) <= _RARE for other in found if self.back[other] < 0)
            best = max((self.alike(at, other), -other) for other, _ in votes.most_common(5)) if votes else (0.0, 0)
            if best[0] >= _MOVED and len(self.old[at].words) >= 2 * _FEW:
                self.pair(at, -best[1])

    def replaced(self) -> None:
        """Pairs what has the same xml:id of its own, though it says something else."""
        keys = {self.new[other].key: other for other in reversed(list(_unknown(self.back))) if self.new[other].key}
        for at in _unknown(self.to):
            other = keys.get(self.old[at].key, -1)
            if self.free(at, other) and bool(self.old[at].note) == bool(self.new[other].note):
                self.pair(at, other)


def _unknown(table: Sequence[int]) -> Iterator[int]:
    return (at for at in range(len(table)) if table[at] < 0)


def _once(units: Sequence[Unit], known: Sequence[int]) -> dict[object, int]:
    """The places of units that aren't known yet and say what no other such unit says, in words enough."""
    free = [at for at in _unknown(known) if len(units[at].words) >= _FEW]
    counts = Counter(units[at].symbol for at in free)
    return {units[at].symbol: at for at in free if counts[units[at].symbol] == 1}


def _threes(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], strict=False)


def _in_order(table: _Table, bounds: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    """The pairs in the same order that are most alike together, each of them alike enough."""
    a, b, c, d = bounds
    scores = [[table.alike(at, other) for other in range(c, d)] for at in range(a, b)]
    best = [[0.0] * (d - c + 1) for _ in range(b - a + 1)]
    for i in range(b - a - 1, -1, -1):
        for j in range(d - c - 1, -1, -1):
            taken = best[i + 1][j + 1] + scores[i][j] if scores[i][j] >= ALIKE else 0.0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < b - a and j < d - c:
        if scores[i][j] >= ALIKE and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            yield a + i, c + j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _groups(table: _Table) -> list[Pair]:
    """The pairs in the order of the new version; one is of several units where a unit was split or joined."""
    split = {at: [other] for at, other in enumerate(table.to) if other >= 0}
    _grow(table.old, table.new, split, list(table.back))
    joined = {parts[0]: [at] for at, parts in split.items() if len(parts) == 1}
    _grow(table.new, table.old, joined, list(table.to))
    pairs = [Pair((at,), tuple(parts)) for at, parts in split.items() if len(parts) > 1]
    pairs += [Pair(tuple(parts), (other,)) for other, parts in joined.items()]
    return sorted(pairs, key=lambda pair: pair.new)


def _grow(wholes: Sequence[Unit], parts: Sequence[Unit], groups: dict[int, list[int]], known: list[int]) -> None:
    """Adds to the part of each whole the unknown parts beside it that have words of the whole."""
    for at, group in groups.items():
        first = parts[group[0]]
        if wholes[at].words == first.words:
            continue
        missing = Counter(wholes[at].words) - Counter(first.words)
        for step in (1, -1):
            other = group[0] + step
            while 0 <= other < len(parts) and known[other] == -1 and len(group) < _PARTS:
                words = Counter(parts[other].words)
                if parts[other].note != first.note or 2 * (missing & words).total() <= words.total():
                    break
                missing -= words
                known[other] = at
                group.insert(len(group) if step > 0 else 0, other)
                other += step
