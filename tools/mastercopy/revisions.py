"""The edition's folder as it was in a revision of its git repository. git asks nothing of a network for it."""

import os
import subprocess
from pathlib import Path

from mastercopy.problems import Problem
from mastercopy.sources import Sources

_REGISTER = "register.xml"
_QUIET = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def commit(folder: Path, name: str) -> str:
    """The hash of the commit that a name means in the repository of the folder.

    Raises LookupError, and says why, where it means none, or where there is no repository or no git.
    """
    if "\0" in name:
        raise LookupError("it has a NUL in it")
    # After --end-of-options nothing is an option, whatever it begins with.
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.decode("ascii").strip()


def sources(folder: Path, commit: str) -> tuple[Sources | None, tuple[Problem, ...]]:
    """The master and the register as they were in a commit (its hash); None, and why, where it hasn't one master.

    Raises LookupError where the commit hasn't such a folder.
    """
    prefix = _git(folder, "rev-parse", "--show-prefix").decode().rstrip("\n")
    tree = f"{commit}:{prefix}"
    listed = _git(folder, "ls-tree", "-z", "--name-only", "--full-tree", "--end-of-options", tree).decode(
        errors="surrogateescape"
    )
    names = [name for name in listed.split("\0") if name.endswith(".xml")]
    masters = sorted(name for name in names if name != _REGISTER)
    shown = f"{commit[:10]}:{prefix.rstrip('/')}"
    if len(masters) != 1:
        message = f"an edition's folder holds one master beside {_REGISTER}; here: {', '.join(masters) or 'none'}"
        return None, (Problem(shown, 1, "X004", message),)
    master, *register = [
        (f"{shown}/{name}", _blob(folder, f"{tree}{name}")) for name in (*masters, _REGISTER) if name in names
    ]
    return Sources(master, register[0] if register else None), ()


def _blob(folder: Path, name: str) -> bytes:
    """The bytes of a file; `show` would send them through programs that the repository's configuration names."""
    return _git(folder, "cat-file", "blob", "--end-of-options", name)


def _git(folder: Path, *arguments: str) -> bytes:
    """What git says; LookupError, with its own words, where it fails or isn't there."""
    try:
        done = subprocess.run(  # noqa: S603 # no shell; what comes from outside stands after --end-of-options
            ["git", "--no-pager", *arguments],  # noqa: S607 # the user's git, wherever it is
            cwd=folder,
            env={**os.environ, **_QUIET},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except FileNotFoundError as error:
        raise LookupError("git isn't installed" if folder.is_dir() else f"there is no folder {folder}") from error
    except (OSError, ValueError) as error:
        raise LookupError(f"git can't be asked: {error}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise LookupError(said.removeprefix("fatal: ") or "git knows no such revision")
    return done.stdout
