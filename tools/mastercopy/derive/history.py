"""What each release changed in the text, and what has changed since the last one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, TypeVar

from msgspec import DecodeError, Meta, Struct, ValidationError, field
from msgspec.json import decode
from msgspec.structs import replace

from mastercopy.derive.addresses import Kind, digest, key
from mastercopy.derive.changes import Change, Changes, changes
from mastercopy.derive.record import Anchor, Anchors, Recorded, Revision, Text
from mastercopy.model import Header
from mastercopy.problems import Problem
from mastercopy.sources import ANCHORS, CHANGES, PAGES, Release

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z+-]*(?:\.[0-9A-Za-z+-]+)*")
"""What a version is: the numbers of Semantic Versioning, and others like them."""
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?:Z|[+-][0-9]{2}:[0-9]{2})?")


class Released(Struct, frozen=True):
    """A release: its date (ISO 8601), and what it changed on each page.

    `revisions` are the entries of the header's list of changes that came with it, `corrections` those that came with
    it, or got another reading; both None in records that were made before releases kept them.
    """

    version: Annotated[str, Meta(pattern=f"^(?:{VERSION.pattern})$")]
    date: str
    pages: Mapping[str, tuple[Change, ...]]
    revisions: tuple[Revision, ...] | None = None
    corrections: tuple[Recorded, ...] | None = None


class Today(Struct, frozen=True):
    """What an edition has today: its text by pages, its list of changes, and its corrections."""

    text: Mapping[str, Text]
    revisions: tuple[Revision, ...] = ()
    corrections: tuple[Recorded, ...] = ()


class History(Struct, frozen=True):
    """The releases, the oldest first, and what has changed since the last of them.

    `text`: that of today, by pages. `published`: the addresses that the last release had, by themselves. `revisions`
    and `corrections`: those that no release had.
    """

    releases: tuple[Released, ...] = ()
    pending: Changes = field(default_factory=dict)
    text: Mapping[str, Text] = field(default_factory=dict)
    published: Mapping[str, Anchor] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    corrections: tuple[Recorded, ...] = ()


def history(kept: Sequence[Release], today: Today) -> tuple[History, tuple[Problem, ...]]:
    """The history of an edition that has this today; A003 for a record that can't be read."""
    problems: list[Problem] = []
    if not kept:
        return History((), {}, today.text, {}, today.revisions, today.corrections), ()
    released = _released(kept, today.revisions, problems)
    before = _read(kept[-1], PAGES, dict[str, dict[str, str]], problems)
    published = _read(kept[-1], ANCHORS, Anchors, problems)
    pending = {} if before is None else changes(before, today.text)
    anchors = {one.address: one for one in published.anchors} if published else {}
    told = {revision for one in released for revision in _ids(one.revisions or ())}
    revisions = tuple(one for one in today.revisions if _id(one) not in told)
    fresh = tuple(_fresh(today.corrections, anchors))
    return History(released, pending, today.text, anchors, revisions, fresh), tuple(problems)


def revisions(header: Header) -> tuple[Revision, ...]:
    """The header's list of changes, with the names of those who made them."""
    people = header.people
    return tuple(Revision(one.key, one.when, people.get(one.who, one.who), one.what) for one in header.changes)


def _released(kept: Sequence[Release], today: Iterable[Revision], problems: list[Problem]) -> tuple[Released, ...]:
    """The records of the releases; one that doesn't say which entries came with it has those up to its date."""
    records = [record for one in kept if (record := _record(one, problems))]
    told = {id_ for record in records for id_ in _ids(record.revisions or ())}
    found: list[Released] = []
    for record in records:
        if record.revisions is None:
            day = record.date[:10]
            up_to = tuple(one for one in today if one.when and one.when[: len(day)] <= day and _id(one) not in told)
            told.update(_ids(up_to))
            found.append(replace(record, revisions=up_to))
        else:
            found.append(record)
    return tuple(found)


def _record(kept: Release, problems: list[Problem]) -> Released | None:
    """The record of a release, with the version that its folder is named by, and a date."""
    record = _read(kept, CHANGES, Released, problems)
    if record is None or (record.version == kept.version and dated(record.date)):
        return record
    what = "with a date (ISO 8601)" if record.version == kept.version else f"of version {kept.version}"
    problems.append(Problem(f"{kept.folder}/{CHANGES}", 1, "A003", f"isn't the record of a release {what}"))
    return None


def _ids(found: Iterable[Revision]) -> Iterator[tuple[str, ...]]:
    return map(_id, found)


def _id(revision: Revision) -> tuple[str, ...]:
    """What an entry is known by: its id, or what it says."""
    return (revision.key,) if revision.key else (revision.when, revision.what)


def _fresh(today: Iterable[Recorded], published: Mapping[str, Anchor]) -> Iterator[Recorded]:
    """The corrections that the last release hadn't, or had with another reading of the edition."""
    had = {key(one.address): one.digest for one in published.values() if one.kind == Kind.CORRECTION}
    return (one for one in today if had.get(key(one.address)) != digest(one.edition))


def dated(iso: str) -> str:
    """The first day (ISO 8601) of a day, a month or a year of the calendar; "" of anything else."""
    match = _DAY.fullmatch(iso)
    if match is None:
        return ""
    year, month, day = match.groups(default="01")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


_Record = TypeVar("_Record")


def _read(kept: Release, name: str, form: type[_Record], problems: list[Problem]) -> _Record | None:
    """A file that is kept of a release; where it isn't what it should be, None and a problem more."""
    try:
        return decode(kept.files.get(name, b""), type=form)
    except (DecodeError, ValidationError):
        message = "isn't the record of a release that `mastercopy release` made; take it back from version control"
        problems.append(Problem(f"{kept.folder}/{name}", 1, "A003", message))
        return None


def standing(found: History) -> Mapping[str, str]:
    """Since which release each correction stands with its reading, by their keys; "" for what isn't released yet.

    A key that isn't there: the records don't tell. `key` is that of `addresses.key`.
    """
    brought: dict[str, list[str]] = {}
    for anchor in found.published.values():
        if anchor.kind == Kind.CORRECTION:
            brought.setdefault(anchor.since, []).append(key(anchor.address))
    since: dict[str, str] = {}
    for one in found.releases:
        if one.corrections is None:  # which readings it changed isn't known
            since.clear()
        since.update(dict.fromkeys(brought.get(one.version, ()), one.version))
        since.update((key(of.address), one.version) for of in one.corrections or ())
    since.update((key(of.address), "") for of in found.corrections)
    return since


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
