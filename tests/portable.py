"""The edition outlives its theme and its builder: docs/ built by other programs than MkDocs, and its text compared.

`make portable` runs it: portable.py PROGRAM [PROGRAM …], each a builder that reads mkdocs.yml (ProperDocs, Zensical).
The extension is used, as it is part of the Markdown.
"""

import shutil
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path

import click
from lxml import html

from mastercopy import build, disk
from reading import ROOT, document, elements, expected, lines


def main(programs: list[str]) -> int:
    """Builds with each of the programs; 0 if all of them give the whole text."""
    sources, _ = disk.sources(ROOT / "edition")
    book = build.book(sources)[0] if sources is not None else None
    if book is None:
        click.echo("the edition has problems: mastercopy check")
        return 1
    return max(compare(book, Path(program).absolute()) for program in programs)


def compare(book: build.Book, program: Path) -> int:
    """Builds the site with the program and compares the text of every section; 0 if nothing is missing or added."""
    with tempfile.TemporaryDirectory() as folder:
        site = built(program, Path(folder))
        wrong = [
            section.key
            for section in book.sections
            if lines(article(site / "text" / section.key)) != [*chain(*expected(section, book.survey))]
        ]
        markers = [
            marker
            for section in book.sections
            for marker in article(site / "text" / section.key).xpath(".//span[@role='doc-pagebreak']/@title")
        ]
    if wrong or markers != [page.label for page in book.survey.pages]:
        click.echo(f"{program.name}: the text differs in {', '.join(wrong) or 'its page markers'}")
        return 1
    letters = sum(len(line) for section in book.sections for part in expected(section, book.survey) for line in part)
    click.echo(
        f"{version(program)}: all {letters} letters in {len(book.sections)} sections, {len(markers)} page markers"
    )
    return 0


def built(program: Path, folder: Path) -> Path:
    """The folder of the site that the program builds from docs/ and our mkdocs.yml."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    file = Path(shutil.copy(ROOT / "mkdocs.yml", folder))
    done = subprocess.run([program, "build", "-f", file], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{program.name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return folder / "site"


def version(program: Path) -> str:
    """The program's name and version, as it says them."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()
    number = next((word.strip(",") for word in said if word[0].isdigit()), "")
    return f"{program.name} {number}"


def article(folder: Path) -> html.HtmlElement:
    """The article of the page in the folder."""
    found = elements(document((folder / "index.html").read_bytes()), "//article")
    if len(found) != 1:
        sys.exit(f"{folder.name}: {len(found)} articles")
    return found[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
