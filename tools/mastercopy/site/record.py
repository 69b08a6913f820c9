"""What is remembered of the last build, beside the site and never in it."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.json import decode, encode

from mastercopy import disk
from mastercopy.inventory import Seen
from mastercopy.site.traces import Linked, Trace

_FILE, _LINKS, _SETTINGS = "record.json", "links.json", "settings.json"

Links = Mapping[str, Linked]
"""What each page has to link to, and links to; kept apart, since it is seldom asked for."""


class Record(Struct, frozen=True):
    """The last build.

    `frame`: the digest of what the site is made of besides its Markdown. The files of docs/ and of the site, and what
    is known of the pages, by their paths in docs/.
    """

    frame: str
    docs: Mapping[str, Seen]
    site: Mapping[str, Seen]
    pages: Mapping[str, Trace]


def read(room: Path) -> Record | None:
    """The last build, if one is remembered; of one by version 0.1.0, which of the files are ours."""
    try:
        return decode((room / _FILE).read_bytes(), type=Record)
    except (FileNotFoundError, DecodeError):
        pass
    try:
        files = decode((room.parent / f"{room.name}.json").read_bytes(), type=_Earlier).files
    except (FileNotFoundError, DecodeError):
        return None
    return Record("", {}, {name: Seen(size, 0) for name, size in files.items()}, {})


def stamp(room: Path) -> object:
    """What tells one remembered build from another."""
    try:
        found = (room / _FILE).stat()
    except FileNotFoundError:
        return "none"
    return found.st_ino, found.st_mtime_ns, found.st_size


class _Earlier(Struct):
    """What version 0.1.0 remembered of a build: the files and their sizes."""

    files: Mapping[str, int]


def write(room: Path, record: Record) -> None:
    """Remembers the build."""
    disk.replace(room / _FILE, encode(record))


def settings(room: Path) -> str:
    """What was read of the configuration at the last build; "" where there was none."""
    try:
        return (room / _SETTINGS).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def write_settings(room: Path, found: str) -> None:
    """Remembers what was read of the configuration."""
    if settings(room) != found:
        disk.replace(room / _SETTINGS, found.encode())


def links(room: Path) -> Links:
    """The links of the last build; none where they aren't known."""
    try:
        return decode((room / _LINKS).read_bytes(), type=dict[str, Linked])
    except (FileNotFoundError, DecodeError):
        return {}


def write_links(room: Path, found: Links) -> None:
    """Remembers the links."""
    disk.replace(room / _LINKS, encode(found))


class Told(Struct, frozen=True):
    """What MkDocs told of the pages that it wrote (`tracing`)."""

    pages: Mapping[str, Trace]
    links: Links


def told(account: Path) -> Told:
    """What MkDocs told."""
    return decode(account.read_bytes(), type=Told)
