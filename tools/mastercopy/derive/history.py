"""What each release changed in the text, and what has changed since the last one."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import DecodeError, Struct, ValidationError, field
from msgspec.json import decode

from mastercopy.derive.changes import Change, Changes, changes
from mastercopy.derive.record import Text, read_pages
from mastercopy.problems import Problem
from mastercopy.sources import CHANGES, PAGES, Release


class Released(Struct, frozen=True):
    """A release: its date (ISO 8601), and what it changed on each page."""

    version: str
    date: str
    pages: Mapping[str, tuple[Change, ...]]


class History(Struct, frozen=True):
    """The releases, the oldest first, and what has changed since the last of them; `text`: that of today, by pages."""

    releases: tuple[Released, ...] = ()
    pending: Changes = field(default_factory=dict)
    text: Mapping[str, Text] = field(default_factory=dict)


def history(kept: Sequence[Release], text: Mapping[str, Text]) -> tuple[History, tuple[Problem, ...]]:
    """The history of an edition whose text is this today; A003 for a record that can't be read."""
    problems: list[Problem] = []
    released = [found for one in kept if (found := _released(one, problems))]
    pending: Changes = {}
    if kept:
        before = read_pages(kept[-1].files.get(PAGES, b""))
        if before is None:
            problems.append(_unreadable(kept[-1], PAGES))
        else:
            pending = changes(before, text)
    return History(tuple(released), pending, text), tuple(problems)


def _released(kept: Release, problems: list[Problem]) -> Released | None:
    try:
        return decode(kept.files.get(CHANGES, b""), type=Released)
    except (DecodeError, ValidationError):
        problems.append(_unreadable(kept, CHANGES))
        return None


def _unreadable(kept: Release, name: str) -> Problem:
    message = "isn't the record of a release that `mastercopy release` made; take it back from version control"
    return Problem(f"{kept.folder}/{name}", 1, "A003", message)


def modified(found: History, pages: Iterable[str], today: str) -> str:
    """The day (ISO 8601) on which the text of some pages, by their numbers, was last changed by a release.

    That of the first release where none has; `today` where something isn't released yet, or nothing ever was, and in
    an edition without pages, of whose text no release keeps a record.
    """
    wanted = frozenset(pages)
    if not found.releases or not found.text or not wanted.isdisjoint(found.pending):
        return today
    changed = (one.date for one in reversed(found.releases) if not wanted.isdisjoint(one.pages))
    return next(changed, found.releases[0].date)
