"""The edition's folder and the folder of pages, on disk: read whole, written only where something differs."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mastercopy.build import Files, Sources
from mastercopy.problems import Problem

REGISTER = "register.xml"
SCHEMA = "edition.rng"
LEDGER = "anchors.tsv"
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
_MADE = b"---\n# Made from "


@dataclass(frozen=True, slots=True)
class Changes:
    """What writing does or would do: paths that are written, and pages made earlier that are made no more."""

    written: tuple[Path, ...]
    removed: tuple[Path, ...]

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


def sources(folder: Path) -> tuple[Sources | None, tuple[Problem, ...]]:
    """The files of an edition's folder; None, and why, where it doesn't hold exactly one master."""
    shown = os.path.relpath(folder) if folder.is_relative_to(Path.cwd()) else str(folder)
    try:
        masters = sorted(path for path in folder.glob("*.xml") if path.name != REGISTER)
        if len(masters) != 1:
            found = ", ".join(path.name for path in masters) or "none"
            message = f"an edition's folder holds one master beside {REGISTER}, and this one has {found}"
            return None, (Problem(shown, 1, "X004", message),)
        return (
            Sources(
                (f"{shown}/{masters[0].name}", masters[0].read_bytes()),
                _optional(folder / REGISTER, shown),
                _optional(folder / SCHEMA, shown),
                dict(_pictures(folder)),
            ),
            (),
        )
    except OSError as error:
        return None, (Problem(shown, 1, "X004", f"can't be read: {error.strerror or error}"),)


def _optional(path: Path, shown: str) -> tuple[str, bytes] | None:
    return (f"{shown}/{path.name}", path.read_bytes()) if path.exists() else None


def _pictures(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Pictures in the folder by their paths in it; a link that leads out of the folder isn't followed."""
    inside = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _PICTURES and path.is_file() and path.resolve().is_relative_to(inside):
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def changes(docs: Path, files: Files) -> Changes:
    """What would be written and removed to make docs/ hold the files."""
    written = tuple(docs / name for name, content in files.items() if _content(docs / name) != content)
    wanted = {docs / name for name in files}
    made = sorted(path for path in (docs / "text").glob("*.md") if path not in wanted and _is_made(path))
    return Changes(written, tuple(made))


def write(docs: Path, files: Files) -> Changes:
    """Makes docs/ hold the files: each is replaced as a whole, and one that is right already isn't touched."""
    found = changes(docs, files)
    by_path = {docs / name: content for name, content in files.items()}
    for path in found.written:
        replace(path, by_path[path])
    for path in found.removed:
        path.unlink()
    return found


def replace(path: Path, content: bytes) -> None:
    """Writes a file so that at each moment there is the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _is_made(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MADE)) == _MADE


def tree(folder: Path) -> Mapping[str, bytes]:
    """All files below a folder by their paths in it; none where there is no such folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
