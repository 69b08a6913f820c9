"""The site, built by MkDocs beside the one that is there, and then put in its place file by file where it differs.

What the site is made of has one digest; where the last build had the same, and its files are all there, nothing is
done.
"""

import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import yaml
from msgspec import Struct

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
    """The folder of Markdown that the configuration names; where it can't be read, MkDocs will say so."""
    try:
        named = yaml.load(config.read_bytes(), yaml.BaseLoader)  # noqa: S506 # makes strings, lists and mappings only
    except yaml.YAMLError:
        named = None
    folder = named.get("docs_dir") if isinstance(named, dict) else None
    return config.parent / (folder if isinstance(folder, str) else "docs")


def build(config: Path, docs: Path, site: Path, *, date: str) -> Result:
    """Brings the site up to date. `date` (ISO 8601) is the day that the edition bears: no clock gets into a file."""
    record = _record(site)
    made_of = _digest(config, docs, date)
    if _read(record) == {"made of": made_of, "files": _listing(site)}:
        return Result()
    record.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=record.parent) as folder:
        new = Path(folder) / "site"
        if said := _mkdocs(config, new, date):
            return Result(failed=said)
        written, removed = _replace(new, site)
    files = _listing(site)
    disk.replace(record, json.dumps({"made of": made_of, "files": files}, indent=0, sort_keys=True).encode())
    return Result(len(files), written, removed)


def _mkdocs(config: Path, site: Path, date: str) -> str:
    """Runs MkDocs, never with --quiet, which makes --strict count no warning: what it said if it found fault, or ''."""
    epoch = int(datetime.fromisoformat(date or "1970-01-01").replace(tzinfo=UTC).timestamp())
    done = subprocess.run(  # noqa: S603 # our own interpreter, no shell, no argument from the edition
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(site.absolute())],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1", "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.returncode:
        return ""
    said = [line for line in (done.stderr or done.stdout).splitlines() if not line.startswith("INFO")]
    return "\n".join(said) or f"mkdocs ended with {done.returncode}"


def _replace(new: Path, site: Path) -> tuple[int, int]:
    """Puts the new files where they differ, then takes away those that are no more; how many of each."""
    old, wanted = disk.tree(site), disk.tree(new)
    differing = [name for name, content in wanted.items() if old.get(name) != content]
    for name in differing:
        disk.replace(site / name, wanted[name])
    gone = [name for name in old if name not in wanted]
    for name in gone:
        (site / name).unlink()
    for folder in sorted((path for path in site.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    return len(differing), len(gone)


def _digest(config: Path, docs: Path, date: str) -> str:
    """One digest of all that the site is made of: pages, configuration, environment, programs and this package."""
    digest = hashlib.sha256()
    for part in _parts(config, docs, date):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(config: Path, docs: Path, date: str) -> Iterator[bytes]:
    yield from (date.encode(), config.read_bytes(), os.environ.get("SITE_URL", "").encode())
    for folder in (docs, config.parent / "overrides"):
        for name, content in disk.tree(folder).items():
            yield from (name.encode(), content)
    for path in sorted(_OURS.rglob("*.py")):
        yield from (path.relative_to(_OURS).as_posix().encode(), path.read_bytes())
    for program in _PROGRAMS:
        yield f"{program} {importlib.metadata.version(program)}".encode()


def _record(site: Path) -> Path:
    """Where the last build is remembered: outside of the site, which is only what readers get."""
    return site.absolute().parent / ".cache" / f"{site.name}.json"


def _read(record: Path) -> object:
    try:
        return json.loads(record.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _listing(site: Path) -> dict[str, int]:
    """The files of the site and their sizes."""
    return {
        path.relative_to(site).as_posix(): path.stat().st_size for path in sorted(site.rglob("*")) if path.is_file()
    }
