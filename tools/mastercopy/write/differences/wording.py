"""What a comparison says, in words: one sentence for the whole, one for each change, and where it is."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from mastercopy.derive.differences.values import Change, Comparison, Detail, Kind, Mark, Run, Spot, Verdict, What

_ONE = {
    Kind.TEXT: "change of the text",
    Kind.NOTE: "change of a note",
    Kind.CORRECTION: "correction",
    Kind.PAGE: "page break",
    Kind.NAME: "name",
    Kind.REFERENCE: "reference",
    Kind.STRUCTURE: "change of structure",
    Kind.MOVED: "moved passage",
    Kind.MARKUP: "change of markup",
    Kind.METADATA: "change of the header",
}
_MANY = {
    Kind.TEXT: "changes of the text",
    Kind.NOTE: "changes of notes",
    Kind.CORRECTION: "corrections",
    Kind.PAGE: "page breaks",
    Kind.NAME: "names",
    Kind.REFERENCE: "references",
    Kind.STRUCTURE: "changes of structure",
    Kind.MOVED: "moved passages",
    Kind.MARKUP: "changes of markup",
    Kind.METADATA: "changes of the header",
}
_VERDICTS = {
    Verdict.SAME: "Nothing has changed.",
    Verdict.LAYOUT: "Nothing that a reader sees has changed: only the layout of the XML, such as white space, comments "
    "and the order of attributes.",
    Verdict.ENCODING: "Nothing that a reader sees has changed: only encoding that no page shows.",
    Verdict.UNSEEN: "Nothing that a reader sees has changed: only {counts}.",
    Verdict.MARKUP: "No word has changed: only {counts}.",
    Verdict.METADATA: "Nothing in the text has changed: only {counts}.",
    Verdict.CHANGED: "{counts}.",
}
_BECAME = {
    What.ADDED: "is new",
    What.REMOVED: "is gone",
    What.CHANGED: "is changed",
    What.MOVED: "has moved",
    What.RELABELLED: "has another label",
    What.SPLIT: "is split",
    What.JOINED: "is joined of several",
    What.EXPLAINED: "is explained otherwise",
}
_AROUND = 8
"""How many equal words are shown before and after what isn't."""


class Entry(Struct, frozen=True):
    """A change in words: what it is, where, what is said of it, and its words, those that stay shortened."""

    title: str
    place: str
    details: tuple[Detail, ...]
    runs: tuple[Run, ...]
    change: Change


def heading(comparison: Comparison) -> str:
    """What is compared with what."""
    return f"{comparison.title}: from {comparison.old} to {comparison.new}"


def verdict(comparison: Comparison) -> str:
    """The whole in a sentence."""
    counted = Counter(change.kind for change in comparison.changes)
    found = [f"{counted[kind]} {(_ONE if counted[kind] == 1 else _MANY)[kind]}" for kind in Kind if counted[kind]]
    counts = " and ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))
    return _VERDICTS[comparison.verdict].format(counts=counts)


def groups(comparison: Comparison) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """The changes by the pages of the print, by their numbers in the new version where it has them."""
    found: dict[str, list[Entry]] = {}
    for change in comparison.changes:
        found.setdefault(_group(change), []).append(entry(change))
    yield from ((name, tuple(entries)) for name, entries in found.items())


def _group(change: Change) -> str:
    spot = next(iter((*change.now, *change.was)), None)
    if spot is None:
        return "Header"
    if spot.page:
        return f"Page {spot.page}"
    return "Register" if change.thing == "entry" or spot.section == "Register" else "Before the first page"


def entry(change: Change) -> Entry:
    """A change in words."""
    details = tuple(detail for detail in change.details if detail.was or detail.now)
    return Entry(_title(change), _place(change), details, shortened(change.runs), change)


def _title(change: Change) -> str:
    named = f" “{change.words}”" if change.words else ""
    became = _BECAME[change.what]
    if change.kind is Kind.METADATA:
        return f"{change.thing} {became}"
    if change.kind is Kind.PAGE:
        return f"Page break {change.words} {became}"
    if change.thing == "xml:id":
        return f"xml:id of{named} {became}"
    if change.kind is Kind.CORRECTION and change.what is What.REMOVED:
        became = "was withdrawn"
    if change.kind is Kind.NOTE and change.thing not in {"note", "mark of a note", "place of a note"}:
        return f"Note: {change.thing} {became}"
    return f"{change.thing[0].upper()}{change.thing[1:]}{named} {became}"


def _place(change: Change) -> str:
    was, now = " and ".join(map(_spot, change.was)), " and ".join(map(_spot, change.now))
    if not was or not now or was == now:
        return now or was
    return f"from {was} to {now}"


def _spot(spot: Spot) -> str:
    page = f"p. {spot.page}" if spot.page else ""
    return ", ".join(filter(None, (f"{page} {spot.note}".strip(), spot.address)))


def detail(one: Detail) -> tuple[str, ...]:
    """What is said in a detail, before and after; one of them where the other is nothing."""
    return tuple(filter(None, (one.was, one.now)))


def shortened(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs, in which of many words that stay only those are left that stand beside what doesn't."""
    listed = tuple(runs)
    return tuple(
        _shortened(run, first=at == 0, last=at == len(listed) - 1) if run.mark is Mark.EQUAL else run
        for at, run in enumerate(listed)
    )


def _shortened(run: Run, *, first: bool, last: bool) -> Run:
    words = run.words.split(" ")
    before, after = ([] if first else words[:_AROUND]), ([] if last else words[-_AROUND:])
    if len(words) <= len(before) + len(after) + 1:
        return run
    return Run(Mark.EQUAL, " ".join((*before, "…", *after)))
