"""The edition's folder and the folder of pages, on disk: read whole, written only where something differs."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from mastercopy.problems import Problem
from mastercopy.sources import CHANGES, Files, Release, Sources

REGISTER = "register.xml"
SCHEMA = "edition.rng"
LEDGER = "anchors.tsv"
RELEASES = "releases"
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
_MADE_IN = (
    "text/*.md", "text/data/sections/*.js", "text/data/references/*", "p/*.md", "*/*/index.md",
    "dts/**/*.json", "dts/**/*.xml", "linkset.json", "changes.atom",
)  # fmt: skip
"""Where pages that the program made may be, and be no more."""
_MADE = (
    b"---\n# Made from ",
    b"// Made from ",
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- Made from ',
    # JSON has no comments: as `write.dts` and `write.signposts` begin.
    b'{\n"@context": "https://dtsapi.org/context/v1.0.json",\n',
    b'{"linkset": [\n{"anchor":',
)
_UNFINISHED = re.compile(r"\.[0-9a-f]{16}\.new")
_UNSIGNED = (".bib", ".ris", ".csl.json")
"""Formats that have no place for a line that says so: in their folder nobody writes such a file but the program."""


class Changes(Struct, frozen=True):
    """What writing does or would do: paths that are written, and pages made earlier that are made no more."""

    written: tuple[Path, ...]
    removed: tuple[Path, ...]

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


def sources(folder: Path) -> tuple[Sources | None, tuple[Problem, ...]]:
    """The files of an edition's folder; None, and why, where it doesn't hold exactly one master."""
    shown = os.path.relpath(folder) if folder.is_relative_to(Path.cwd()) else str(folder)
    try:
        masters = sorted(path for path in folder.iterdir() if path.suffix == ".xml" and path.name != REGISTER)
        if len(masters) != 1:
            found = ", ".join(path.name for path in masters) or "none"
            message = f"an edition's folder holds one master beside {REGISTER}; here: {found}"
            return None, (Problem(shown, 1, "X004", message),)
        return (
            Sources(
                (f"{shown}/{masters[0].name}", _read(masters[0])),
                _optional(folder / REGISTER, shown),
                _optional(folder / SCHEMA, shown),
                _optional(folder / "witness" / f"{masters[0].stem}.txt", f"{shown}/witness"),
                dict(_pictures(folder)),
                _optional(folder / LEDGER, shown),
                tuple(_releases(folder / RELEASES, f"{shown}/{RELEASES}")),
            ),
            (),
        )
    except OSError as error:
        path = Path(error.filename or folder)
        named = shown if path == folder else f"{shown}/{path.name}"
        return None, (Problem(named, 1, "X004", f"can't be read: {error.strerror or error}"),)


def alone(master: Path) -> Sources:
    """A master by itself, with the register that stands beside it, if one does."""
    register = None if master.name == REGISTER else _optional(master.parent / REGISTER, str(master.parent))
    return Sources((str(master), _read(master)), register)


def release(folder: Path, version: str) -> Path | None:
    """The folder in which a release is kept, or None where the edition's folder keeps no such release."""
    kept = folder / RELEASES
    known = {path.name for path in kept.iterdir() if path.is_dir() and path.name[0] != "."} if kept.is_dir() else set()
    return kept / version if version in known else None


def _read(path: Path) -> bytes:
    """The bytes of a regular file: a pipe or a device could have no end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return path.read_bytes()


def _optional(path: Path, shown: str) -> tuple[str, bytes] | None:
    return (f"{shown}/{path.name}", _read(path)) if path.exists() or path.is_symlink() else None


def _releases(folder: Path, shown: str) -> Iterator[Release]:
    """What is kept of each release, in the order of their numbers: of the last all, of the others what changed."""
    found = [path for path in folder.iterdir() if path.is_dir() and path.name[0] != "."] if folder.is_dir() else []
    found.sort(key=number_of)
    for path in found:
        kept = [one for one in sorted(path.iterdir()) if path == found[-1] or one.name == CHANGES]
        yield Release(path.name, f"{shown}/{path.name}", {one.name: _read(one) for one in kept})


def number_of(release: Path) -> tuple[object, ...]:
    """What releases are sorted by: 0.10.0 comes after 0.9.0, and 1.0.0 after 1.0.0-rc.2 (semver.org, 11)."""
    number, _, suffix = release.name.partition("-")
    return _runs(number), not suffix, _runs(suffix)


def _runs(words: str) -> tuple[tuple[int, str], ...]:
    """The numbers and the letters of a part of a version."""
    runs = re.findall(r"[0-9]{1,9}|[^0-9.]+", words)
    return tuple((int(run), "") if run.isdecimal() else (-1, run) for run in runs)


def _pictures(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Pictures in the folder by their paths in it; a link that leads out of the folder isn't followed."""
    return ((name, path.read_bytes()) for name, path in _inside(folder) if path.suffix.lower() in _PICTURES)


def changes(docs: Path, files: Files) -> Changes:
    """What would be written and removed to make docs/ hold the files; a link to another folder isn't followed."""
    _must_not_be_linked(docs, files)
    written = tuple(docs / name for name, content in files.items() if _content(docs / name) != content)
    return Changes(written, _made_earlier(docs, files))


def write(docs: Path, files: Files) -> Changes:
    """Makes docs/ hold the files: each is replaced as a whole, and one that is right already isn't touched."""
    _must_not_be_linked(docs, files)
    written = []
    for name, content in files.items():
        if _content(docs / name) != content:
            replace(docs / name, content)
            written.append(docs / name)
    removed = _made_earlier(docs, files)
    for path in removed:
        path.unlink()
    for folder in {(docs / name).parent for name in files}:
        forget(folder)
    return Changes(tuple(written), removed)


def _must_not_be_linked(docs: Path, files: Iterable[str]) -> None:
    for folder in {(docs / name).parent for name in files}:
        if folder.is_symlink():
            raise OSError(errno.ELOOP, "is a symbolic link; pages are not written through it", str(folder))


def _made_earlier(docs: Path, files: Iterable[str]) -> tuple[Path, ...]:
    """The files that the program made and makes no more."""
    wanted = {docs / name for name in files}
    here = (path for pattern in _MADE_IN for path in docs.glob(pattern))
    return tuple(sorted(path for path in here if path not in wanted and is_made(path) and not _linked(path, docs)))


def replace(path: Path, content: bytes) -> None:
    """Writes a file so that at each moment there is the old one or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise OSError(error.errno, f"can't be written: {error.strerror}", str(path)) from error


def forget(folder: Path) -> None:
    """Takes away what a run that was killed while it wrote into the folder left beside its files."""
    for path in folder.glob(".*.new"):
        if _UNFINISHED.fullmatch(path.name) and path.is_file():
            path.unlink(missing_ok=True)


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{os.urandom(8).hex()}.new")
    try:
        with beside.open("xb") as file:
            file.write(content)
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _linked(path: Path, docs: Path) -> bool:
    """Whether a file below docs/ stands in a folder that is a link to another."""
    return any(folder.is_symlink() for folder in path.parents if folder != docs and folder.is_relative_to(docs))


def is_made(path: Path) -> bool:
    """Whether the program made the file: its first line says so. What is written by hand is never removed."""
    if path.is_symlink() or not path.is_file():
        return False
    if path.parent.name == "references" and path.name.endswith(_UNSIGNED):
        return True
    with path.open("rb") as file:
        return file.read(max(map(len, _MADE))).startswith(_MADE)


def tree(folder: Path) -> Mapping[str, bytes]:
    """All files below a folder by their paths in it; none where there is no such folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def inside(folder: Path) -> Mapping[str, bytes]:
    """All files below a folder, as `tree` has them; a link that leads out of the folder isn't followed."""
    return {name: path.read_bytes() for name, path in _inside(folder)}


class Shelf(Mapping[str, bytes]):
    """The files below a folder, as `inside` has them, each of them read only when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths = dict(_inside(folder))

    def __getitem__(self, name: str) -> bytes:
        return self._paths[name].read_bytes()

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _inside(folder: Path) -> Iterator[tuple[str, Path]]:
    top = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.resolve().is_relative_to(top):
            yield path.relative_to(folder).as_posix(), path
