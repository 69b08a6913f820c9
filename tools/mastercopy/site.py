"""The site, built by MkDocs beside the one that is there, and then put in its place file by file where it differs.

What the site is made of has one digest; where the last build had the same, and its files are all there, nothing is
done.
"""

import errno
import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import yaml
from msgspec import DecodeError, Struct
from msgspec.json import decode
from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped]

from mastercopy import disk

_PROGRAMS = ("mkdocs", "mkdocs-material", "Markdown", "mastercopy", "Jinja2", "Pygments")
_OURS = Path(__file__).parent


class Result(Struct, frozen=True):
    """How a build of the site ended; `failed` is what MkDocs said where it did."""

    files: int = 0
    written: int = 0
    removed: int = 0
    failed: str = ""

    def __str__(self) -> str:
        if not self.written and not self.removed:
            return "up to date"
        return f"{self.written} of {self.files} files written, {self.removed} removed"


def docs(config: Path) -> Path:
    """The folder of Markdown that the configuration names."""
    return config.parent / _named(config, "docs_dir", "docs")


def build(config: Path, docs: Path, site: Path, *, date: str, address: str = "") -> Result:
    """Brings the site up to date. `date` (ISO 8601) is the day that the edition bears: no clock gets into a file.

    `address` is where the edition is published; an address in the environment (SITE_URL) comes before it.
    Raises OSError where the folder holds files that no build of ours put there: nothing of others is ever removed.
    """
    record = _record(site)
    named = {"SITE_URL": address, **os.environ} if address else {**os.environ}
    made_of = _digest(config, docs, f"{date} {address}")
    before = _read(record)
    if before and before["made_of"] == made_of and before["files"].items() <= _listing(site).items():
        return Result()
    known = frozenset(before["files"]) if before else frozenset()
    if not known and (others := _listing(site)):
        message = f"holds files that no build put there, such as {min(others)}; empty it or name another"
        raise OSError(errno.ENOTEMPTY, message, str(site))
    record.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=record.parent) as folder:
        new = Path(folder) / "site"
        if said := _mkdocs(config, new, date, named):
            return Result(failed=said)
        files = _listing(new)
        # What is about to be put there is ours, also if we are killed in the midst of it.
        _remember(record, "", {**dict.fromkeys(known, 0), **files})
        written, removed = _replace(new, site, known)
    _remember(record, made_of, files)
    return Result(len(files), written, removed)


def _mkdocs(config: Path, site: Path, date: str, environment: Mapping[str, str]) -> str:
    """Runs MkDocs, never with --quiet, which makes --strict count no warning: what it said if it found fault, or ''."""
    done = subprocess.run(  # noqa: S603 # our own interpreter, no shell, no argument from the edition
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(site.absolute())],
        env={**environment, "SOURCE_DATE_EPOCH": str(_epoch(date)), "NO_MKDOCS_2_WARNING": "1", "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.returncode:
        return ""
    said = [line for line in (done.stderr or done.stdout).splitlines() if not line.startswith("INFO")]
    return "\n".join(said) or f"mkdocs ended with {done.returncode}"


def _epoch(date: str) -> int:
    """Seconds from 1970 to the beginning of a day, month or year (ISO 8601); 0 for what is earlier, or no date."""
    try:
        day = datetime.fromisoformat(f"{date}-01-01"[:10]).replace(tzinfo=UTC)
    except ValueError:
        return 0
    return max(0, int(day.timestamp()))


def _replace(new: Path, site: Path, known: frozenset[str]) -> tuple[int, int]:
    """Puts the new files where they differ, then takes away those of the last build that are no more; how many."""
    old, wanted = disk.tree(site), disk.tree(new)
    differing = [name for name, content in wanted.items() if old.get(name) != content]
    for name in differing:
        disk.replace(site / name, wanted[name])
    gone = [name for name in known if name not in wanted and name in old]
    for name in gone:
        (site / name).unlink()
        for folder in (site / name).parents:
            if folder == site or any(folder.iterdir()):
                break
            folder.rmdir()
    return len(differing), len(gone)


def _digest(config: Path, docs: Path, named: str) -> str:
    """One digest of all that the site is made of: pages, configuration, environment, programs and this package."""
    digest = hashlib.sha256()
    for part in _parts(config, docs, named):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(config: Path, docs: Path, named: str) -> Iterator[bytes]:
    yield from (named.encode(), json.dumps(_settings(config), sort_keys=True, default=str).encode())
    for folder in (docs, config.parent / _named(config, "theme", "overrides", "custom_dir")):
        for name, content in disk.tree(folder).items():
            yield from (name.encode(), content)
    for path in sorted(_OURS.rglob("*.py")):
        yield from (path.relative_to(_OURS).as_posix().encode(), path.read_bytes())
    for program in _PROGRAMS:
        yield f"{program} {importlib.metadata.version(program)}".encode()


class _Loader(yaml.BaseLoader):
    """YAML as strings, lists and mappings, with the variables of the environment that MkDocs puts in."""


_Loader.add_constructor("!ENV", construct_env_tag)


def _settings(config: Path) -> object:
    """What the configuration says; where it can't be read, MkDocs will say so."""
    try:
        return yaml.load(config.read_bytes(), _Loader)  # noqa: S506 # makes no objects
    except yaml.YAMLError:
        return None


def _named(config: Path, setting: str, otherwise: str, below: str = "") -> str:
    """A folder that the configuration names, or else the one that it has without a name."""
    found = _settings(config)
    for name in filter(None, (setting, below)):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else otherwise


def _record(site: Path) -> Path:
    """Where the last build is remembered: outside of the site, which is only what readers get."""
    return site.absolute().parent / ".cache" / f"{site.name}.json"


class _Before(TypedDict):
    """The last build: the digest of what it was made of, and its files with their sizes."""

    made_of: str
    files: dict[str, int]


def _read(record: Path) -> _Before | None:
    """What is remembered of the last build, if anything is."""
    try:
        return decode(record.read_bytes(), type=_Before)
    except (FileNotFoundError, DecodeError):
        return None


def _remember(record: Path, made_of: str, files: dict[str, int]) -> None:
    disk.replace(record, json.dumps({"made_of": made_of, "files": files}, indent=0, sort_keys=True).encode())


def _listing(site: Path) -> dict[str, int]:
    """The files of the site and their sizes."""
    return {
        path.relative_to(site).as_posix(): path.stat().st_size for path in sorted(site.rglob("*")) if path.is_file()
    }
