"""Several files of an edition written all or none: a journal says what is meant, and a run that was killed is mended.

The new files are written beside the old ones; then the journal is decided, in one step; then each is put in its place.
A journal that isn't decided is rolled back, one that is decided is completed, by whatever command comes next. Each
step is on the disk before the next one begins (fsync of the file and of its folder).

The journal names its targets in words of a closed list, and never a path: nothing that stands in it leads elsewhere.
"""

import errno
import fcntl
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from msgspec import DecodeError, Struct, ValidationError
from msgspec.json import decode, encode

NAME = ".journal.json"

Content = bytes | Mapping[str, bytes]
"""A file, or a new folder of files."""

_ALLOWED = re.compile(
    r"\.\./(?:CITATION\.cff|CHANGELOG\.md)|anchors\.tsv|[^/\\\0.][^/\\\0]*\.xml"
    r"|releases/[0-9A-Za-z][0-9A-Za-z+-]*(?:\.[0-9A-Za-z+-]+)*"
)


class Step(Struct, frozen=True):
    """A target, below the edition's folder or one of the files beside it, and the digest of what comes there."""

    target: str
    digest: str


class Journal(Struct, frozen=True):
    """What is to be written; `decided`: all of it stands beside its target."""

    decided: bool
    steps: tuple[Step, ...]


class Outcome(StrEnum):
    """What mending did."""

    COMPLETED = "completed"
    ROLLED_BACK = "rolled back"


def write(folder: Path, contents: Mapping[str, Content], *, before: Mapping[str, bytes]) -> None:
    """Writes all the contents, by their targets, or none. `before` is what was in the targets when they were read.

    Raises OSError, with the file and why, where that can't be done; then nothing was written, or the journal stays and
    the next run mends it.
    """
    with _locked(folder):
        _mend(folder)
        for target in contents:
            _writable(_path(folder, target), before.get(target))
        steps = tuple(Step(target, _digest(content)) for target, content in contents.items())
        try:
            _note(folder, Journal(decided=False, steps=steps))
            for target, content in contents.items():
                _stage(_path(folder, target), content)
            _note(folder, Journal(decided=True, steps=steps))
            _complete(folder, steps)
        except OSError as error:
            if _mend(folder) is not Outcome.COMPLETED:
                raise OSError(
                    error.errno, f"can't be written: {error.strerror}", error.filename or str(folder)
                ) from error
        except BaseException:
            _mend(folder)
            raise


def _writable(path: Path, before: bytes | None) -> None:
    """Raises OSError where the path is a link, or holds something else than what was read."""
    for link in (path, path.parent):
        if link.is_symlink():
            raise OSError(errno.ELOOP, "is a symbolic link; a release isn't written through it", str(link))
    if _found(path) != ("" if before is None else _digest(before)):
        raise OSError(errno.EBUSY, "was changed meanwhile; nothing was written", str(path))


def mended(folder: Path) -> Outcome | None:
    """Completes or rolls back what an earlier run left half done, and says which; None where nothing was.

    Raises OSError where another run is writing, or a file that the journal names was changed or lost meanwhile.
    """
    if not any(path.exists() for path in (folder / NAME, _beside(folder / NAME))):
        return None
    with _locked(folder):
        return _mend(folder)


def _mend(folder: Path) -> Outcome | None:
    _beside(folder / NAME).unlink(missing_ok=True)
    journal = _read(folder)
    if journal is None:
        return None
    if journal.decided:
        _complete(folder, journal.steps)
        return Outcome.COMPLETED
    for step in journal.steps:
        _clear(_beside(_path(folder, step.target)))
    _forget(folder)
    return Outcome.ROLLED_BACK


def _read(folder: Path) -> Journal | None:
    """The journal; None where there is none."""
    path = folder / NAME
    try:
        journal = decode(path.read_bytes(), type=Journal)
    except FileNotFoundError:
        return None
    except (DecodeError, ValidationError) as error:
        raise OSError(errno.EINVAL, "isn't a journal that this program wrote; look into it", str(path)) from error
    for step in journal.steps:
        if not _ALLOWED.fullmatch(step.target):
            raise OSError(errno.EINVAL, "names a file that is no part of a release; look into it", str(path))
    return journal


def _path(folder: Path, target: str) -> Path:
    if not _ALLOWED.fullmatch(target):
        raise ValueError(f"no part of a release: {target}")
    top = folder.resolve()
    return top.parent / target.removeprefix("../") if target.startswith("../") else top / target


def _beside(path: Path) -> Path:
    """Where what comes to the path waits."""
    return path.with_name(f".{path.name}.coming")


def _note(folder: Path, journal: Journal) -> None:
    path = folder / NAME
    _put(_beside(path), encode(journal))
    _beside(path).replace(path)
    _settle(folder)


def _forget(folder: Path) -> None:
    (folder / NAME).unlink()
    _settle(folder)


def _stage(path: Path, content: Content) -> None:
    """Writes beside the path what comes there, with the rights of what is there now."""
    waiting = _beside(path)
    path.parent.mkdir(exist_ok=True)
    _clear(waiting)
    if isinstance(content, bytes):
        _put(waiting, content)
        if path.exists():
            waiting.chmod(stat.S_IMODE(path.stat().st_mode))
    else:
        waiting.mkdir()
        for name, inner in content.items():
            _put(waiting / name, inner)
        _settle(waiting)
    _settle(path.parent)


def _complete(folder: Path, steps: tuple[Step, ...]) -> None:
    """Puts everything in its place; nothing is moved unless all of it is there, as it was decided."""
    left = [step for step in steps if not _done(folder, step)]
    for step in left:
        waiting = _beside(_path(folder, step.target))
        if _found(waiting) != step.digest or (waiting.is_dir() and _path(folder, step.target).exists()):
            message = f"was changed or lost while a release was written; take it back, then remove {folder / NAME}"
            raise OSError(errno.EIO, message, str(_path(folder, step.target)))
    for step in left:
        path = _path(folder, step.target)
        _beside(path).replace(path)
        _settle(path.parent)
    _forget(folder)


def _done(folder: Path, step: Step) -> bool:
    path = _path(folder, step.target)
    return not os.path.lexists(_beside(path)) and _found(path) == step.digest


def _digest(content: Content) -> str:
    if isinstance(content, bytes):
        return sha256(content).hexdigest()
    return sha256(encode({name: sha256(content[name]).hexdigest() for name in sorted(content)})).hexdigest()


def _found(path: Path) -> str:
    """The digest of the file or folder at the path; "" where there is none."""
    try:
        if path.is_symlink():
            return ""
        if path.is_dir():
            return _digest({inner.name: inner.read_bytes() for inner in path.iterdir()})
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return ""


def _clear(path: Path) -> None:
    """Takes away what waits beside a target: a file, or a folder of files."""
    if path.is_dir() and not path.is_symlink():
        for inner in path.iterdir():
            inner.unlink()
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def _put(path: Path, content: bytes) -> None:
    """A new file that is on the disk when this returns."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Waits until what has changed in the folder is on the disk; where folders can't be told so, it does nothing."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keeps other runs away as long as it lasts; a lock ends with the process that holds it."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OSError(error.errno, "another run is writing here; try again", str(folder)) from error
        yield
    finally:
        os.close(opened)
