"""Page breaks in both versions: the same if they stand between the same words, or before or after the same one."""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from mastercopy.derive.differences.told import Passage, Told, Views
from mastercopy.derive.differences.units import Break, Strand, Unit
from mastercopy.derive.differences.values import Change, Detail, Kind, Spot, What
from mastercopy.derive.differences.views import Order, View

_CONTEXT = 4
"""How many words are shown on either side of a page break."""


def changes(passages: Iterable[Passage], views: Views) -> Iterator[Told]:
    """What became of the page breaks of the text, those of all paginations."""
    where = _where(passages, views.old.text)
    for own in ("breaks", "others"):
        yield from _changes(getattr(views.old.text, own), getattr(views.new.text, own), where, views)


_Where = Callable[[int], int]


def _where(passages: Iterable[Passage], text: Strand) -> _Where:
    """A function that says which of all the words of the new text an old one is; -1 for none."""
    stretches: list[tuple[int, int, int]] = []  # the first old word, how many, the first new word
    for passage in passages:
        old, new = _numbers(passage.old), _numbers(passage.new)
        for one in passage.how:
            if one.equal:
                stretches += _contiguous(old, new, one.a, one.b, one.c)
    stretches.sort()
    begins = [first for first, _, _ in stretches]

    def found(word: int) -> int:
        first, many, other = stretches[at] if (at := bisect_right(begins, word) - 1) >= 0 else (0, 0, 0)
        return other + word - first if word < first + many else -1

    return found if text.units else lambda _: -1


def _numbers(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """With which word of the passage each unit begins, and which of all words that is."""
    found, first = [], 0
    for unit in units:
        found.append((first, unit.first))
        first += len(unit.words)
    return found


def _contiguous(
    old: list[tuple[int, int]], new: list[tuple[int, int]], a: int, b: int, c: int
) -> Iterator[tuple[int, int, int]]:
    """An equal stretch, cut where a unit begins, since units needn't follow each other."""
    cuts = {a, b, *(at for at, _ in old if a < at < b), *(at - c + a for at, _ in new if a < at - c + a < b)}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        yield _among(old, start), end - start, _among(new, start - a + c)


def _among(numbers: list[tuple[int, int]], word: int) -> int:
    """Which of all words the word of a passage is."""
    at, first = numbers[bisect_right(numbers, (word, 10**12)) - 1]
    return first + word - at


_SAME, _RELABELLED, _MOVED = What.CHANGED, What.RELABELLED, What.MOVED


def _changes(old: Sequence[Break], new: Sequence[Break], where: _Where, views: Views) -> Iterator[Told]:
    pairs: list[tuple[What, Break, Break]] = []
    left, right = list(old), list(new)
    ends = _end(views.old.text), _end(views.new.text)
    for what, labelled, places in ((_SAME, True, _PLACES), (_RELABELLED, False, _PLACES), (_MOVED, True, _ANYWHERE)):
        for place in places:
            before = [_name(one, place, where, ends[0], labelled=labelled) for one in left]
            after = [_name(one, place, int, ends[1], labelled=labelled) for one in right]
            found, unpaired, others = _paired(before, after)
            pairs += [(what, left[at], right[other]) for at, other in found]
            left, right = [left[at] for at in unpaired], [right[at] for at in others]
    for what, one, other in pairs:
        if details := _details(one, other, views, moved=what is _MOVED):
            spots = (_spot(one, views.old),), (_spot(other, views.new),)
            yield _order(other, views.new), Change(Kind.PAGE, what, "page break", other.label, *spots, (), details)
    for one in left:
        change = Change(Kind.PAGE, What.REMOVED, "page break", one.label, (_spot(one, views.old),))
        yield _order(one, views.old), replace(change, details=_details(one, None, views, moved=True))
    for one in right:
        change = Change(Kind.PAGE, What.ADDED, "page break", one.label, (), (_spot(one, views.new),))
        yield _order(one, views.new), replace(change, details=_details(None, one, views, moved=True))


def _end(text: Strand) -> int:
    return text.units[-1].first + len(text.units[-1].words) if text.units else 0


_Place = Callable[[Break, _Where, int], Hashable]
"""A name of where a page break stands, in words of the new version; None where that can't be said."""


def _within(one: Break, where: _Where, _: int) -> Hashable:
    word = where(one.word)
    return ("in", word, one.letters) if one.letters and word >= 0 else None


def _after(one: Break, where: _Where, _: int) -> Hashable:
    if one.letters and where is not int and where(one.word) >= 0:
        return None  # its word is there, and says more
    word = where(one.word - 1) if one.word else 0
    return ("after", word if one.word else -1, bool(one.letters)) if word >= 0 else None


def _before(one: Break, where: _Where, end: int) -> Hashable:
    if one.letters and where is not int and where(one.word) >= 0:
        return None
    following = one.word + bool(one.letters)
    word = where(following) if following < end else 0
    return ("before", word if following < end else -1, bool(one.letters)) if word >= 0 else None


def _anywhere(_: Break, __: _Where, ___: int) -> Hashable:
    return "anywhere"


_PLACES: tuple[_Place, ...] = (_within, _after, _before)
_ANYWHERE: tuple[_Place, ...] = (_anywhere,)


def _name(one: Break, place: _Place, where: _Where, end: int, *, labelled: bool) -> Hashable:
    found = place(one, where, end)
    return None if found is None else (found, one.layer, one.label if labelled else "")


def _paired(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """The places of what has the same name, the first with the first, and of what is left over in each."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for other, name in enumerate(after):
        waiting[name].append(other)
    waiting.pop(None, None)
    found = [(at, waiting[name].popleft()) for at, name in enumerate(before) if waiting.get(name)]
    here, there = {at for at, _ in found}, {other for _, other in found}
    return (
        found,
        [at for at in range(len(before)) if at not in here],
        [other for other in range(len(after)) if other not in there],
    )


def _details(old: Break | None, new: Break | None, views: Views, *, moved: bool) -> tuple[Detail, ...]:
    before = _facts(old, views.old.text, placed=moved) if old else {}
    after = _facts(new, views.new.text, placed=moved) if new else {}
    shown = (Detail(name, before.get(name, ""), after.get(name, "")) for name in {**before, **after})
    return tuple(detail for detail in shown if detail.was != detail.now)


def _facts(one: Break, text: Strand, *, placed: bool) -> dict[str, str]:
    facts = {"pagination": one.layer, **dict(one.facts)}
    return {"stands": _context(one, text), **facts} if placed else {"label": one.label, **facts}


def _unit(one: Break, text: Strand) -> int:
    """The place of the unit that has the word before which the page begins; the last where there is none."""
    return max(bisect_right(text.units, one.word, key=lambda unit: unit.first) - 1, 0)


def _context(one: Break, text: Strand) -> str:
    """The words around a page break, with a stroke in its place."""
    at = _unit(one, text)
    unit = text.units[at]
    word = one.word - unit.first
    before = unit.words[max(word - _CONTEXT, 0) : word] or (text.units[at - 1].words[-_CONTEXT:] if at else ())
    after = list(unit.words[word : word + _CONTEXT])
    if one.letters and after:
        after[0] = f"{after[0][: one.letters]}|{after[0][one.letters :]}"
        return " ".join((*before, *after))
    return " ".join((*before, "|", *after))


def _spot(one: Break, view: View) -> Spot:
    unit = view.text.units[_unit(one, view.text)]
    spot = view.spot(unit, max(min(one.word - unit.first, len(unit.words) - 1), 0))
    return replace(spot, page=one.label)


def _order(one: Break, view: View) -> Order:
    return Order(view.text.pages_before(one.word), False, _unit(one, view.text) - 0.5)
