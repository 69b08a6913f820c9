"""The index: headings, sub-headings and locators, by the rules of a printed scholarly index.

Chicago Manual of Style 16: letter-by-letter order (16.59), a range for a treatment that runs on and single pages for
separate mentions (16.14), `40 n. 2` for a note (16.32), sub-headings where locators would be many (16.28).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from operator import itemgetter

from msgspec import Struct

from mastercopy import walk
from mastercopy.derive.survey import Place, Survey
from mastercopy.model import Mention, Topic
from mastercopy.register import Entry, EntryKind, Register, SubHeading

BARE_LOCATORS = 6
"""How many bare locators a heading may have before it needs sub-headings."""


class Locator(Struct, frozen=True):
    """Where a heading is treated. `label`: `40`, `44–46` or `40 n. 2`; `section` and `anchor` lead to the mention."""

    label: str
    section: str
    anchor: str
    first: int
    last: int
    note: str = ""


class Indexed(Struct, frozen=True):
    """An entry with its locators: those of the heading itself, and those of each of its sub-headings."""

    entry: Entry
    locators: tuple[Locator, ...]
    subs: tuple[tuple[SubHeading, tuple[Locator, ...]], ...]
    see: tuple[Entry, ...]
    see_also: tuple[Entry, ...]


Indexes = Mapping[EntryKind, tuple[Indexed, ...]]
"""The entries of each index, in its order."""
EMPTY: Indexes = dict.fromkeys(EntryKind, ())
"""Indexes without entries."""


def index(register: Register, survey: Survey) -> Indexes:
    """The entries of each index in its order.

    An entry that nothing leads to, and that refers to no other, is left out; so is a sub-heading without a locator.
    """
    by_heading = _by_heading(survey)
    entries = {entry.key: entry for entry in register.entries}
    found: dict[EntryKind, list[Indexed]] = {kind: [] for kind in EntryKind}
    for entry in sorted(register.entries, key=order):
        subs = tuple((sub, locators(by_heading.get(sub.key, ()), survey)) for sub in entry.subs)
        indexed = Indexed(
            entry,
            locators(by_heading.get(entry.key, ()), survey),
            tuple(sorted(((sub, found) for sub, found in subs if found), key=lambda pair: sub_order(pair[0]))),
            tuple(entries[key] for key in entry.see if key in entries),
            tuple(entries[key] for key in entry.see_also if key in entries),
        )
        if indexed.locators or indexed.subs or indexed.see:
            found[entry.kind].append(indexed)
    return {kind: tuple(entries) for kind, entries in found.items()}


def order(entry: Entry) -> tuple[tuple[str, ...], str]:
    """What entries are sorted by: the given sort key or the heading, and then the key, so that no two are alike."""
    return sorted_by(entry.sort or walk.plain(entry.heading)), entry.key


def sub_order(sub: SubHeading) -> tuple[tuple[str, ...], str]:
    """What sub-headings are sorted by: their words without the small ones that they begin with."""
    split = sub.words.split(" ")
    at = next((at for at, word in enumerate(split) if word.casefold() not in _SMALL), 0)
    return sorted_by(" ".join(split[at:])), sub.key


_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "between",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "under",
        "upon",
        "with",
        "without",
    ]
)
"""Articles, prepositions and conjunctions that don't count at the beginning of a sub-heading (CMOS 16.68)."""


_NO_LETTERS = re.compile(r"[\W_]+")


def sorted_by(words: str) -> tuple[str, ...]:
    """Letter by letter as far as the first comma or bracket, then what follows; accents and case don't count."""
    bare = words.casefold()
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    if "," not in bare and "(" not in bare:
        return (_NO_LETTERS.sub("", bare),)
    return tuple(_NO_LETTERS.sub("", part) for part in bare.replace("(", ",").split(","))


def locators(found: Iterable[tuple[Mention | Topic, Place]], survey: Survey) -> tuple[Locator, ...]:
    """The locators of some mentions in the order of the pages, each once, the text of a page before its notes.

    A page that a longer treatment covers has no locator of its own; a note on it has.
    """
    seen: dict[_Stretch, tuple[Mention | Topic, Place]] = {}
    for node, place in found:
        if place.page >= 0:
            seen.setdefault((place.page, bool(place.note), -_last(node, place, survey), place.note), (node, place))
    treatments = [at for at in seen if -at[2] > at[0]]
    return tuple(
        [
            _locator(*seen[at], -at[2], survey)
            for at in sorted(seen, key=_IN_ORDER)
            if not treatments or at[1] or not _covered(at, treatments)
        ]
    )


_Stretch = tuple[int, bool, int, str]
"""The first page, whether it is in a note, minus the last page, the note: by the first three, locators are in order."""
_IN_ORDER = itemgetter(0, 1, 2)


def _last(node: Mention | Topic, place: Place, survey: Survey) -> int:
    """The page on which a treatment ends; a note is on its page."""
    if isinstance(node, Mention) or place.note or node.end not in survey.places:
        return place.page
    return max(place.page, survey.places[node.end].page)


def _covered(at: _Stretch, treatments: list[_Stretch]) -> bool:
    return any(other is not at and other[0] <= at[0] and other[2] <= at[2] for other in treatments)


def names(register: Register) -> frozenset[str]:
    """The headings under which the index has names: of persons, works, places and organisations, not subjects."""
    entries = (entry for entry in register.entries if entry.kind is not EntryKind.SUBJECT)
    return frozenset(key for entry in entries for key in (entry.key, *(sub.key for sub in entry.subs)))


class Mentioned(Struct, frozen=True, array_like=True):
    """A mention of an entry: under which of its headings, where, and how its page or note is called (`44 n. 1`)."""

    heading: str
    label: str
    section: str
    anchor: str


def mentions(indexed: Iterable[Indexed], survey: Survey) -> Mapping[str, tuple[Mentioned, ...]]:
    """All mentions of each entry and its sub-headings, by its key; in the order of the book, notes after their page."""
    entries = {key: one.entry.key for one in indexed for key in (one.entry.key, *(sub.key for sub, _ in one.subs))}
    found: dict[str, list[Mentioned]] = {key: [] for key in entries.values()}
    for node, place in sorted(survey.found, key=_in_book):
        if isinstance(node, _WITH_HEADINGS):
            for heading in node.headings:
                if heading in entries:
                    found[entries[heading]].append(_mentioned(heading, node, place, survey))
    return {key: tuple(of) for key, of in found.items()}


def _mentioned(heading: str, node: Mention | Topic, place: Place, survey: Survey) -> Mentioned:
    return Mentioned(heading, called(place, survey), place.section, _anchor(node, place, survey))


def _in_book(found: tuple[object, Place]) -> tuple[int, bool]:
    return found[1].page, bool(found[1].note)


_WITH_HEADINGS = (Mention, Topic)


def _by_heading(survey: Survey) -> dict[str, list[tuple[Mention | Topic, Place]]]:
    found: dict[str, list[tuple[Mention | Topic, Place]]] = {}
    for node, place in survey.found:
        if isinstance(node, _WITH_HEADINGS):
            for heading in node.headings:
                found.setdefault(heading, []).append((node, place))
    return found


def _locator(node: Mention | Topic, place: Place, last: int, survey: Survey) -> Locator:
    label = called(place, survey)
    if last != place.page and not place.note:
        label = f"{label}–{survey.label(last)}"
    return Locator(label, place.section, _anchor(node, place, survey), place.page, last, place.note)


def _anchor(node: Mention | Topic, place: Place, survey: Survey) -> str:
    """Where a mention is shown: its own place, or that of its note or its page."""
    if place.note:
        return node.key or f"fn-{place.note}"
    return node.key or survey.pages[place.page].address


def called(place: Place, survey: Survey) -> str:
    """How a place is called by its page, and by its note where it is in one: `44` or `44 n. 1`."""
    label = survey.label(place.page)
    return f"{label} {note_label(place.note, survey)}" if place.note else label


def note_label(note: str, survey: Survey) -> str:
    """How a locator names a note on its page: `n. 2` or `n. *`, and just `n.` where it has no label."""
    return f"n. {walk.plain(survey.notes[note].note.label)}".rstrip()
