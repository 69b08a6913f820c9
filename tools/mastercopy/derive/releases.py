"""What each release brought, as readers are told: its entries, its changes where they stand now, its corrections."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from mastercopy.derive.addresses import Address, Kind, path
from mastercopy.derive.changes import Change, Changes
from mastercopy.derive.history import History
from mastercopy.derive.index import note_label
from mastercopy.derive.ledger import Fate
from mastercopy.derive.record import Recorded, Revision
from mastercopy.derive.survey import Survey

UNRELEASED = "text/history/#unreleased"
"""The address of what isn't released yet, which is always there."""


def release(version: str) -> str:
    """The address of a release, which is on the page of the history: a version may have a `+`, an address hasn't."""
    return path("history", f"version-{version.replace('+', '_')}")


def addresses(versions: Iterable[str]) -> tuple[Address, ...]:
    """The addresses of the releases, and of what isn't released yet."""
    released = (Address(release(version), Kind.RELEASE, f"version {version}") for version in versions)
    return (Address(UNRELEASED, Kind.RELEASE, "not released yet"), *released)


class Changed(Struct, frozen=True):
    """Words that became others, on the page of the print with the label (where there is no such page, its number).

    `alone` is the address of the page by itself, `address` that of the place in the running text: of the correction
    that made the change, of the note, or of the page. Each is "" where there is none. `corrections`: those that made
    it.
    """

    label: str
    change: Change
    alone: str = ""
    address: str = ""
    corrections: tuple[Recorded, ...] = ()


class Brought(Struct, frozen=True):
    """What a release brought; `version` and `date` are "" of what isn't released yet.

    `first`: there is no release before it that it could be compared with. `corrections` are those that none of the
    `changes` comes from, each with the label of its page.
    """

    version: str = ""
    date: str = ""
    address: str = ""
    first: bool = False
    revisions: tuple[Revision, ...] = ()
    changes: tuple[Changed, ...] = ()
    corrections: tuple[tuple[str, Recorded], ...] = ()

    @property
    def anything(self) -> bool:
        """Whether it brought anything that readers are told of."""
        return bool(self.revisions or self.changes or self.corrections)


def releases(found: History, survey: Survey, today: Iterable[Address], fates: Iterable[Fate]) -> tuple[Brought, ...]:
    """What isn't released yet, and then the releases, the newest first."""
    known = frozenset([*(one.address for one in today), *(fate.row.address for fate in fates)])
    print_ = _Print(survey, known)
    fresh = Brought(address=UNRELEASED, first=not found.releases, revisions=found.revisions)
    made = [
        print_.told(
            Brought(one.version, one.date, release(one.version), not number, one.revisions or ()),
            one.pages,
            one.corrections or (),
        )
        for number, one in enumerate(found.releases)
    ]
    return (print_.told(fresh, found.pending, found.corrections), *reversed(made))


class _Print:
    """Where pages and notes of the print are found today."""

    def __init__(self, survey: Survey, known: frozenset[str]) -> None:
        self._pages = {page.number: page for page in survey.pages}
        self._known = known
        self._notes: dict[tuple[str, str], list[str]] = {}
        for key, printed in survey.notes.items():
            for page in printed.pages:
                if page >= 0:
                    at = survey.pages[page].number, note_label(key, survey)
                    self._notes.setdefault(at, []).append(path(printed.section, f"fn-{key}"))

    def told(self, of: Brought, changes: Changes, corrections: Iterable[Recorded]) -> Brought:
        """What was brought, with the changes in their places, and the corrections that none of them comes from."""
        waiting: dict[tuple[str, str], list[Recorded]] = {}
        for one in corrections:
            # An address that the site hasn't, nor ever had, leads nowhere.
            there = one if one.address in self._known else replace(one, address="")
            waiting.setdefault((one.page, one.note), []).append(there)
        made: list[Changed] = []
        for number, of_page in changes.items():
            for change in of_page:
                here = waiting.get((number, change.note), [])
                causes = explained(change, here)
                waiting[number, change.note] = [one for one in here if one not in causes]
                made.append(self._changed(number, change, causes))
        others = tuple((self._label(one.page), one) for here in waiting.values() for one in here)
        return replace(of, changes=tuple(made), corrections=others)

    def _changed(self, number: str, change: Change, causes: tuple[Recorded, ...]) -> Changed:
        page = self._pages.get(number)
        notes = self._notes.get((number, change.note), [])
        place = path(page.section, page.address) if page else ""
        place = notes[0] if change.note and len(notes) == 1 else place
        place = next((one.address for one in causes if one.address), place)
        alone = f"p/{number}/" if f"p/{number}/" in self._known else ""
        return Changed(self._label(number), change, alone, place, causes)

    def _label(self, number: str) -> str:
        page = self._pages.get(number)
        return page.label if page else number


_LONG = 400
"""Letters of a change that no correction makes: a page that is new."""
_MANY = 1000
"""Ways to make corrections of the same letters, beyond which it isn't asked which of them it was."""


def explained(change: Change, corrections: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """The corrections that make of what stood there just what stands there now."""
    if len(change.was) > _LONG:
        return ()
    was, now = (_joined(change.before, words, change.after) for words in (change.was, change.now))
    made: dict[str, tuple[Recorded, ...]] = {was: ()}
    for one in corrections:
        if one.source in was and one.edition in now:
            more = {words: (*causes, one) for before, causes in made.items() for words in _corrected(before, one)}
            made = {**more, **made}
        if now in made:
            return made[now]
        if len(made) > _MANY:
            break
    alike = [one for one in corrections if change.now and one.edition == change.now]
    return tuple(alike) if len(alike) == 1 else ()  # one that reads otherwise than it did


def _corrected(words: str, one: Recorded) -> Iterator[str]:
    """The words with the correction made, at each place where it may be made."""
    pieces = words.split(one.source) if one.source else ["", *words, ""]
    for at, _ in enumerate(pairwise(pieces), 1):
        before, after = one.source.join(pieces[:at]), one.source.join(pieces[at:])
        yield _joined(f"{before}{one.edition}{after}")
        if not one.source:
            yield _joined(before, one.edition, after)


def _joined(*parts: str) -> str:
    """The words of all parts, one space between words."""
    return " ".join(" ".join(parts).split())
