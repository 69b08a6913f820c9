"""The index: headings, sub-headings and locators, by the rules of a printed scholarly index.

Chicago Manual of Style 16: letter-by-letter order (16.59), a range for a treatment that runs on and single pages for
separate mentions (16.14), `40 n. 2` for a note (16.32), sub-headings where locators would be many (16.28).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

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
    return tuple(_NO_LETTERS.sub("", part) for part in bare.replace("(", ",").split(","))


def locators(found: Sequence[tuple[Mention | Topic, Place]], survey: Survey) -> tuple[Locator, ...]:
    """The locators of some mentions in the order of the pages, each once, the text of a page before its notes.

    A page that a longer treatment covers has no locator of its own; a note on it has.
    """
    if not found:
        return ()
    seen: dict[tuple[int, int, str], Locator] = {}
    for node, place in found:
        if place.page >= 0:
            made = _locator(node, place, survey)
            seen.setdefault((made.first, made.last, made.note), made)
    kept = list(seen.values())
    if spans := [made for made in kept if made.last > made.first and not made.note]:
        kept = [made for made in kept if made.note or not _covered(made, spans)]
    return tuple(sorted(kept, key=lambda made: (made.first, bool(made.note), -made.last)))


_WITH_HEADINGS = (Mention, Topic)


def _by_heading(survey: Survey) -> dict[str, list[tuple[Mention | Topic, Place]]]:
    found: dict[str, list[tuple[Mention | Topic, Place]]] = {}
    for node, place in survey.found:
        if isinstance(node, _WITH_HEADINGS):
            for heading in node.headings:
                found.setdefault(heading, []).append((node, place))
    return found


def _locator(node: Mention | Topic, place: Place, survey: Survey) -> Locator:
    last = place.page
    if isinstance(node, Topic) and node.end in survey.places:
        last = max(last, survey.places[node.end].page)
    page = survey.label(place.page)
    if place.note:
        label = f"{page} {note_label(place.note, survey)}"
        return Locator(label, place.section, node.key or f"fn-{place.note}", place.page, place.page, place.note)
    label = page if last == place.page else f"{page}–{survey.label(last)}"
    return Locator(label, place.section, node.key or survey.pages[place.page].address, place.page, last)


def note_label(note: str, survey: Survey) -> str:
    """How a locator names a note on its page: `n. 2` or `n. *`, and just `n.` where it has no label."""
    return f"n. {walk.plain(survey.notes[note].note.label)}".rstrip()


def _covered(made: Locator, spans: list[Locator]) -> bool:
    return any(span is not made and span.first <= made.first and made.last <= span.last for span in spans)
