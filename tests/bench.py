"""What TEI to Markdown costs, beside what it costs just to parse the same file. Run it with `make bench`.

A book is written with a fixed seed and the words of our witness: 400 printed pages, 150,000 words, 600 notes, and as
many mentions, quotations, references and corrections for each page as our edition has. Two whole processes are then
timed in turn: `lxml.etree.parse` of the file, and `mastercopy build` from the file to all pages and indexes, into an
empty folder. What counts is the ratio, pair by pair: a machine's speed drifts, the ratio doesn't.
"""

import argparse
import itertools
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import click

EDITION = Path(__file__).parents[1] / "edition"
WORDS_ON_A_PAGE = 375
HEADINGS = 800
SUBHEADINGS = 4


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: seconds on the clock, seconds of processor, peak memory in MB."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    """Writes the book, times the two, prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--pages", type=int, default=400)
    arguments.add_argument("--runs", type=int, default=7)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        edition = Path(folder) / "edition"
        facts = write(edition, options.pages)
        master = edition / "book.xml"
        click.echo(f"{facts}; {master.stat().st_size / 1e6:.1f} MB of TEI; Python {sys.version.split()[0]}")
        pairs = [time_pair(master, Path(folder) / f"docs{number}") for number in range(options.runs + 1)][1:]
        report("lxml.etree.parse", [parse for parse, _ in pairs])
        report("mastercopy build", [build for _, build in pairs])
        ratios = [build.wall / parse.wall for parse, build in pairs]
        made = [path.stat().st_size for path in (Path(folder) / "docs1").rglob("*") if path.is_file()]
        click.echo(f"{len(made)} files made, {sum(made) / 1e6:.1f} MB")
        low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
        spread = f"from {low:.2f} to {high:.2f}"
        click.echo(f"build / parse: median {middle:.2f} ({spread}), {len(pairs)} pairs after one to warm up")


def report(what: str, runs: list[Run]) -> None:
    """A line of medians."""
    wall, cpu, memory = (statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory"))
    click.echo(f"{what:18} {wall:6.3f} s, {cpu:6.3f} s of processor, {memory:6.1f} MB at most")


def time_pair(master: Path, docs: Path) -> tuple[Run, Run]:
    """The two processes, one after the other."""
    parse = [sys.executable, "-c", "import sys, lxml.etree; lxml.etree.parse(sys.argv[1])", str(master)]
    command = Path(sys.executable).with_name("mastercopy")
    build = [str(command), "build", "--edition", str(master.parent), "--docs", str(docs)]
    return timed(parse), timed(build)


_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The program is compiled once and not each time, as pip leaves lxml and as it is wherever nobody forbids it."""


def timed(command: list[str]) -> Run:
    """Runs the command, with the operating system's own account of it."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write(folder: Path, pages: int) -> str:
    """Writes a master, a register and the schema into the folder; what is in them, in words."""
    folder.mkdir(parents=True)
    book = _Book(pages)
    (folder / "book.xml").write_text("\n".join(book.master()), encoding="utf-8")
    (folder / "register.xml").write_text("\n".join(book.register()), encoding="utf-8")
    (folder / "edition.rng").write_bytes((EDITION / "edition.rng").read_bytes())
    return f"{pages} pages, {book.words} words, {book.notes} notes, {book.mentions} mentions"


def header(file: Path) -> str:
    """The beginning of a file of our edition, as far as its header goes: a real one, whatever the schema asks of it."""
    return file.read_text(encoding="utf-8").partition("</teiHeader>")[0] + "</teiHeader>"


class _Book:
    """A book with a fixed seed."""

    def __init__(self, pages: int) -> None:
        self.random = random.Random(20261123)  # words of a benchmark
        witness = next((EDITION / "witness").glob("*.txt")).read_text(encoding="utf-8")
        self.vocabulary = [escape(word) for word in witness.split() if word.isalpha()]
        self.pages = pages
        self.headings = list(itertools.product(range(HEADINGS), range(SUBHEADINGS)))
        self.random.shuffle(self.headings)
        self.words = self.notes = self.mentions = self.quotations = self.corrections = 0

    def register(self) -> Iterator[str]:
        yield header(EDITION / "register.xml")
        yield '<standOff><list type="subjects">'
        for number in range(HEADINGS):
            subs = "".join(
                f'<note type="subheading" xml:id="s{number}-{sub}">{self._text(2)}</note>' for sub in range(SUBHEADINGS)
            )
            yield f'<item xml:id="s{number}"><term>{self._text(2)} {number}</term>{subs}</item>'
        yield "</list><listBibl>"
        for number in range(20):
            author, title = self._text(1), self._text(4)
            yield f'<bibl xml:id="w{number}"><author>{author}</author>, <title>{title}</title></bibl>'
        yield "</listBibl></standOff></TEI>"

    def master(self) -> Iterator[str]:
        yield header(next(path for path in EDITION.glob("*.xml") if path.name != "register.xml"))
        yield "<text><body>"
        sections = max(self.pages // 10, 1)
        for section in range(sections):
            if section % 4 == 0:
                yield f'<div xml:id="ch{section // 4}" type="chapter">'
                if section == 0:
                    yield '<pb n="1"/>'
                yield f"<head>{self._text(4)}</head>"
            yield f'<div xml:id="s-{section}" type="section">'
            yield f'<head rend="run-in"><label>{section})</label> {self._text(6)}.</head>'
            for page in range(section * 10, section * 10 + 10):
                if page:
                    yield f'<pb n="{page + 1}"/>'
                yield from self._page(page + 1)
            yield "</div>"
            if section % 4 == 3 or section == sections - 1:
                yield "</div>"
        yield "</body></text></TEI>"

    def _page(self, page: int) -> Iterator[str]:
        for part in range(5):
            set_off = ' rend="set-off"' if part == 3 else ""
            yield f'<p xml:id="par-{page}-{part}"{set_off}>{" ".join(self._paragraph(page, part))}</p>'

    def _paragraph(self, page: int, part: int) -> Iterator[str]:
        for _ in range(5):
            yield self._mention()
            yield self._text(11)
        if part in {1, 3}:
            self.quotations += 1
            number = self.quotations
            volume = number % 30 + 1
            yield f'<quote xml:id="q-{number}" source="#b-{number}">"{self._text(8)} {self._mention()}."</quote>'
            yield (
                f'<bibl xml:id="b-{number}" corresp="reg:w{number % 20}">(See '
                f'<citedRange unit="volume" from="{volume}" to="{volume}">Vol. {volume}</citedRange>, '
                f'<citedRange unit="page" from="{number}" to="{number}">p. {number}</citedRange>)</bibl>'
            )
        if part == 2 or (part == 4 and page % 2):
            self.notes += 1
            yield f'and<note xml:id="p{page}-{part}" n="{part // 2}" place="foot">{self._text(6)}.</note> so on.'
        if part == 4:
            self.corrections += 1
            yield (
                f'<choice xml:id="c-{self.corrections}"><sic>strcke</sic><corr resp="#ed" type="transcription" '
                'change="#r-1">stroke<note type="reason">Misread.</note></corr></choice>'
            )

    def _mention(self) -> str:
        """A mention; as in an index made with care, no sub-heading has more than a few."""
        number, sub = self.headings[self.mentions % len(self.headings)]
        self.mentions += 1
        key = f"s{number}-{sub}"
        return f'<term xml:id="m-{self.mentions}" ref="reg:s{number}" ana="reg:{key}">{self._text(2)}</term>'

    def _text(self, length: int) -> str:
        self.words += length
        return " ".join(self.random.choices(self.vocabulary, k=length))


if __name__ == "__main__":
    main()
