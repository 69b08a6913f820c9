"""What a build costs, and what an edit costs: whole processes, side by side. Run it with `make bench`.

For a book of so many printed pages (`benchbook`), medians of the runs:

- `mastercopy build` of the whole book, beside `lxml.etree.parse` of its master: what counts is the ratio, pair by
  pair, for a machine's speed drifts and the ratio doesn't;
- `mastercopy site` from nothing, beside `mkdocs build` of the same Markdown;
- `mastercopy site` after nothing, a word, a heading of the register, or a page break changed, beside
  `mkdocs --version`;
- under `mastercopy serve`: from saving the master with another word to the moment at which a client that asks over http
  is served the new page and the new data of the search.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

import benchbook

if TYPE_CHECKING:
    from collections.abc import Callable

_KINDS = {
    "nothing": "nothing changed",
    "word": "a word",
    "heading": "a heading of the register",
    "page_break": "a page break",
}
_BIN = Path(sys.executable).parent
_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "NO_MKDOCS_2_WARNING": "1",
}
"""The program is compiled once and not each time, as pip leaves lxml and as it is wherever nobody forbids it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process and its own: seconds on the clock, seconds of processor, peak memory of the largest in MB."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    """Measures books of the given numbers of pages, one after the other."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--pages", type=int, nargs="+", default=[14, 400])
    arguments.add_argument("--runs", type=int, default=5, help="of each, after one to warm up")
    arguments.add_argument("--cold", type=int, default=0, help="runs of what builds all; as many as --runs if not said")
    arguments.add_argument("--edits", choices=[*_KINDS], nargs="+", default=[*_KINDS])
    arguments.add_argument("--only", choices=["build", "cold", "edits", "serve"], nargs="+", default=[])
    options = arguments.parse_args()
    click.echo(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors")
    for pages in options.pages:
        with tempfile.TemporaryDirectory() as folder:
            where = Path(folder) / "book"
            facts = benchbook.site(where, pages)
            size = (where / "edition" / "book.xml").stat().st_size / 1e6
            click.echo(f"\n{facts}; {size:.1f} MB of TEI")
            for name, measure in _MEASURES.items():
                if not options.only or name in options.only:
                    runs = options.cold or options.runs if name in {"build", "cold"} else options.runs
                    measure(where, pages, runs, options.edits)


def _build(where: Path, _: int, runs: int, __: list[str]) -> None:
    """The whole book to Markdown, beside the parsing of its master."""
    master = where / "edition" / "book.xml"
    parse = [sys.executable, "-c", "import sys, lxml.etree; lxml.etree.parse(sys.argv[1])", str(master)]
    pairs = []
    for number in range(runs + 1):
        docs = where.parent / f"build{number}" / "docs"
        command = [str(_BIN / "mastercopy"), "build", "--edition", str(master.parent), "--docs", str(docs)]
        pairs.append((timed(parse, where), timed(command, where)))
    made = [path.stat().st_size for path in (where.parent / "build0" / "docs").rglob("*") if path.is_file()]
    report("lxml.etree.parse", [one for one, _ in pairs[1:]])
    report("mastercopy build, from nothing", [one for _, one in pairs[1:]])
    click.echo(f"  {len(made)} files made, {sum(made) / 1e6:.1f} MB")
    ratio("mastercopy build / lxml.etree.parse", [build.wall / parse.wall for parse, build in pairs[1:]])


def _cold(where: Path, _: int, runs: int, __: list[str]) -> None:
    """The whole site from nothing, beside MkDocs on the same Markdown."""
    found = []
    for number in range(runs):
        for name in ("site", ".cache", "docs/text", "docs/p", "docs/dts"):
            _put_aside(where / name, where.parent / f"cold{number}" / name)
        ours = timed([str(_BIN / "mastercopy"), "site"], where)
        theirs = timed([str(_BIN / "mkdocs"), "build", "-q", "-d", str(where.parent / f"theirs{number}")], where)
        found.append((ours, theirs))
    report("mastercopy site, from nothing", [one for one, _ in found])
    report("mkdocs build", [one for _, one in found])
    ratio("mastercopy site / mkdocs build", [ours.wall / theirs.wall for ours, theirs in found])


def _put_aside(path: Path, to: Path) -> None:
    """Moves a folder away, if it is there: ext4 makes files slowly for some time after it has removed many."""
    to.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.rename(to)


def _edits(where: Path, pages: int, runs: int, kinds: list[str]) -> None:
    """The site after small edits."""
    site = [str(_BIN / "mastercopy"), "site"]
    version = [str(_BIN / "mkdocs"), "--version"]
    timed(site, where)
    edits = benchbook.Edits(where, pages)
    base = [timed(version, where) for _ in range(runs + 1)][1:]
    report("mkdocs --version", base)
    for kind in kinds:
        name = _KINDS[kind]
        edit: Callable[[], None] = getattr(edits, kind, lambda: None)
        found = []
        for _ in range(runs + 1):
            edit()
            found.append((timed(version, where), timed(site, where)))
        report(f"mastercopy site, {name}", [one for _, one in found[1:]])
        ratio(f"{name} / mkdocs --version", [ours.wall / theirs.wall for theirs, ours in found[1:]])


def _serve(where: Path, pages: int, runs: int, __: list[str]) -> None:
    """From a save to the new page and the new data being served."""
    edits = benchbook.Edits(where, pages)
    with _serving(where) as address:
        seconds = []
        for _ in range(runs + 1):
            text, word, section = edits.worded()
            begun = time.perf_counter()
            edits.master.write_text(text, encoding="utf-8")
            for path in (f"text/{section}/", f"text/data/sections/{section}.js"):
                while word not in _get(address + path):
                    time.sleep(0.01)
            seconds.append(time.perf_counter() - begun)
            time.sleep(0.5)
    low, middle, high = min(seconds[1:]), statistics.median(seconds[1:]), max(seconds[1:])
    click.echo(f"  served after a save: median {middle:.3f} s (from {low:.3f} to {high:.3f}), {runs} times after one")


@contextlib.contextmanager
def _serving(where: Path) -> Iterator[str]:
    command = [str(_BIN / "mastercopy"), "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=where, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_ENVIRONMENT, text=True
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def _get(address: str) -> str:
    with urllib.request.urlopen(address) as answer:  # noqa: S310 # our own server
        content: bytes = answer.read()
    return content.decode()


_MEASURES = {"build": _build, "cold": _cold, "edits": _edits, "serve": _serve}


def report(what: str, runs: list[Run]) -> None:
    """A line of medians."""
    wall, cpu, memory = (statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory"))
    click.echo(f"  {what:46} {wall:8.3f} s, {cpu:8.3f} s of processor, {memory:6.1f} MB at most ({len(runs)} runs)")


def ratio(what: str, found: list[float]) -> None:
    """A line with the median of a ratio, pair by pair."""
    click.echo(f"  {what}: median {statistics.median(found):.2f} (from {min(found):.2f} to {max(found):.2f})")


def timed(command: list[str], where: Path) -> Run:
    """Runs the command, with the operating system's own account of it."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=where, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_ENVIRONMENT
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
