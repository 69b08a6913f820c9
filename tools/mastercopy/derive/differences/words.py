"""Words compared with words: what is equal, deleted and inserted, in about linear time whatever the words are."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from msgspec import Struct

from mastercopy.derive.differences.values import Mark, Run

_SMALL = 10_000
"""Up to this product of their lengths two sequences are compared item by item with each other (difflib)."""
_DEEPEST = 8
"""How often a stretch is parted anew at what is in it only once."""


class Stretch(Struct, frozen=True):
    """What stands from `a` to before `b` in the old is what stands from `c` to before `d` in the new, if `equal`."""

    equal: bool
    a: int
    b: int
    c: int
    d: int


def stretches(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[Stretch, ...]:
    """How the old becomes the new, from beginning to end: equal stretches and others in turn, none of them empty."""
    if old == new:
        return (Stretch(True, 0, len(old), 0, len(new)),) if old else ()
    found: list[Stretch] = []
    for one in _stretches(old, new, (0, len(old), 0, len(new)), 0):
        last = found[-1] if found else None
        if last and last.equal == one.equal:
            found[-1] = Stretch(one.equal, last.a, one.b, last.c, one.d)
        else:
            found.append(one)
    return tuple(found)


def runs(old: Sequence[str], new: Sequence[str]) -> tuple[Run, ...]:
    """The words that are equal, deleted and inserted; what is deleted comes before what is there instead."""
    found: list[Run] = []
    for one in stretches(old, new):
        if one.equal:
            found.append(Run(Mark.EQUAL, " ".join(old[one.a : one.b])))
            continue
        if one.a < one.b:
            found.append(Run(Mark.DELETED, " ".join(old[one.a : one.b])))
        if one.c < one.d:
            found.append(Run(Mark.INSERTED, " ".join(new[one.c : one.d])))
    return tuple(found)


def likeness(old: "Counter[str]", new: "Counter[str]") -> float:
    """How much of the words two passages have in common, from 0 to 1, in whatever order."""
    total = old.total() + new.total()
    few, many = (old, new) if len(old) < len(new) else (new, old)
    return 2 * sum(min(count, many[word]) for word, count in few.items()) / total if total else 1.0


_Bounds = tuple[int, int, int, int]


def _stretches(old: Sequence[Hashable], new: Sequence[Hashable], bounds: _Bounds, depth: int) -> Iterator[Stretch]:
    """The stretches within the bounds; equal ones may follow each other."""
    a, b, c, d = bounds
    before = _common(old[a:b], new[c:d])
    a, c = a + before, c + before
    if before:
        yield Stretch(True, a - before, a, c - before, c)
    after = _common(old[a:b][::-1], new[c:d][::-1])
    b, d = b - after, d - after
    yield from _inner(old, new, (a, b, c, d), depth)
    if after:
        yield Stretch(True, b, b + after, d, d + after)


def _inner(old: Sequence[Hashable], new: Sequence[Hashable], bounds: _Bounds, depth: int) -> Iterator[Stretch]:
    """The stretches where neither the beginnings nor the ends are equal."""
    a, b, c, d = bounds
    if a == b and c == d:
        return
    if (b - a) * (d - c) <= _SMALL:
        for tag, e, f, g, h in SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_opcodes():
            yield Stretch(tag == "equal", a + e, a + f, c + g, c + h)
        return
    posts = _posts(old, new, bounds) if depth < _DEEPEST else []
    if not posts:
        yield Stretch(False, a, b, c, d)
        return
    for post, other in posts:
        yield from _stretches(old, new, (a, post, c, other), depth + 1)
        yield Stretch(True, post, post + 1, other, other + 1)
        a, c = post + 1, other + 1
    yield from _stretches(old, new, (a, b, c, d), depth + 1)


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """With how many equal items both begin."""
    shorter = min(len(old), len(new))
    return next((at for at in range(shorter) if old[at] != new[at]), shorter)


def _posts(old: Sequence[Hashable], new: Sequence[Hashable], bounds: _Bounds) -> list[tuple[int, int]]:
    """Where items stand that both have just once, as many as stand in the same order (patience diff, Bram Cohen)."""
    a, b, c, d = bounds
    once, again = _once(old, a, b), _once(new, c, d)
    pairs = [(at, again[item]) for item, at in once.items() if item in again]
    kept = ascending([other for _, other in pairs], [1] * len(pairs))
    return [pairs[at] for at in kept]


def _once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    counts = Counter(items[start:end])
    return {items[at]: at for at in range(start, end) if counts[items[at]] == 1}


def ascending(numbers: Sequence[int], weights: Sequence[int]) -> list[int]:
    """The places of the ascending numbers, all of which differ, that weigh most together; n log n steps."""
    if all(one < other for one, other in pairwise(numbers)):
        return list(range(len(numbers)))
    ranks = sorted(numbers)
    best: list[tuple[int, int]] = [(0, -1)] * (len(numbers) + 1)  # a Fenwick tree of the heaviest, with its last place
    before: list[int] = []
    for at, number in enumerate(numbers):
        rank = bisect_left(ranks, number)
        heaviest, last, node = 0, -1, rank
        while node:
            if best[node][0] > heaviest:
                heaviest, last = best[node]
            node &= node - 1
        before.append(last)
        own, node = (heaviest + weights[at], at), rank + 1
        while node <= len(numbers):
            if best[node][0] < own[0]:
                best[node] = own
            node += node & -node
    at, node = max(best)[1], 0
    kept: list[int] = []
    while at >= 0:
        kept.append(at)
        at = before[at]
    return kept[::-1]
