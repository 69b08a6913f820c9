"""What each release changed in the text, and what has changed since the last one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import DecodeError, Struct, ValidationError, field
from msgspec.json import decode

from mastercopy.derive.changes import Change, Changes, changes
from mastercopy.derive.record import Anchor, Anchors, Text
from mastercopy.problems import Problem
from mastercopy.sources import ANCHORS, CHANGES, PAGES, Release


class Released(Struct, frozen=True):
    """A release: its date (ISO 8601), and what it changed on each page."""

    version: str
    date: str
    pages: Mapping[str, tuple[Change, ...]]


class History(Struct, frozen=True):
    """The releases, the oldest first, and what has changed since the last of them.

    `text`: that of today, by pages. `published`: the addresses that the last release had, by themselves.
    """

    releases: tuple[Released, ...] = ()
    pending: Changes = field(default_factory=dict)
    text: Mapping[str, Text] = field(default_factory=dict)
    published: Mapping[str, Anchor] = field(default_factory=dict)


def history(kept: Sequence[Release], text: Mapping[str, Text]) -> tuple[History, tuple[Problem, ...]]:
    """The history of an edition whose text is this today; A003 for a record that can't be read."""
    problems: list[Problem] = []
    released = [found for one in kept if (found := _read(one, CHANGES, Released, problems))]
    if not kept:
        return History((), {}, text), ()
    before = _read(kept[-1], PAGES, dict[str, dict[str, str]], problems)
    published = _read(kept[-1], ANCHORS, Anchors, problems)
    pending = {} if before is None else changes(before, text)
    anchors = {one.address: one for one in published.anchors} if published else {}
    return History(tuple(released), pending, text, anchors), tuple(problems)


_Record = TypeVar("_Record")


def _read(kept: Release, name: str, form: type[_Record], problems: list[Problem]) -> _Record | None:
    """A file that is kept of a release; where it isn't what it should be, None and a problem more."""
    try:
        return decode(kept.files.get(name, b""), type=form)
    except (DecodeError, ValidationError):
        message = "isn't the record of a release that `mastercopy release` made; take it back from version control"
        problems.append(Problem(f"{kept.folder}/{name}", 1, "A003", message))
        return None


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
