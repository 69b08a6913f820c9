"""What it costs to follow the links of a large site: run it with `.venv/bin/python tests/links_bench.py`.

A site is written with a fixed seed, with pages like ours: 33 KB of HTML, 80 links and 60 ids on each. The whole process
`mastercopy links` is then timed, again and again, with the files in the machine's memory.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import click

from bench import report, timed

PARAGRAPHS = 60
WORDS = ("the", "dictatorship", "of", "proletariat", "is", "a", "stubborn", "struggle", "bloody", "and", "peaceful")


def main() -> None:
    """Writes the site, times the command, prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--links", type=int, default=25_000)
    arguments.add_argument("--pages", type=int, default=300)
    arguments.add_argument("--runs", type=int, default=11)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = write(Path(folder), options.pages, options.links)
        command = [str(Path(sys.executable).with_name("mastercopy")), "links", "--site", folder]
        runs = [timed(command, Path(folder)) for _ in range(options.runs + 1)][1:]
    click.echo(f"{options.links} links on {options.pages} pages, {size / 1e6:.1f} MB; Python {sys.version.split()[0]}")
    report("mastercopy links", runs)
    walls = [run.wall for run in runs]
    click.echo(f"from {min(walls):.3f} to {max(walls):.3f} s, {len(runs)} runs after one to warm up")


def write(folder: Path, pages: int, links: int) -> int:
    """Writes a site with so many pages and links, all of which lead to a place that is there; its size in bytes."""
    chance = random.Random(20261123)  # words of a benchmark
    size = 0
    for number in range(pages):
        share = links * (number + 1) // pages - links * number // pages
        text = page(chance, pages, share, number).encode()
        path = folder / f"text/s-{number}/index.html" if number else folder / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        size += len(text)
    return size


def page(chance: random.Random, pages: int, links: int, number: int) -> str:
    """A page with so many links to any place of any page."""
    up = "../../" if number else ""
    found = [address(up, chance.randrange(pages), chance.randrange(PARAGRAPHS)) for _ in range(links)]
    lines = [f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{number}</title></head>\n<body>']
    for paragraph in range(PARAGRAPHS):
        own = found[paragraph::PARAGRAPHS]
        lines.append(f'<p id="par-{paragraph}" class="md-typeset ed" data-n="{paragraph}">')
        lines += (
            f'<span class="md-ellipsis">{words(chance)}</span> <a class="md-nav__link" href="{link}">{link}</a>'
            for link in own
        )
        lines += (f"{words(chance)}<em>{words(chance)}</em>" for _ in range(4))
        lines.append("</p>")
    return "\n".join((*lines, "</body></html>", ""))


def address(up: str, number: int, paragraph: int) -> str:
    """The address of a paragraph, as a page gives it."""
    return f"{up}text/s-{number}/#par-{paragraph}" if number else f"{up or './'}#par-{paragraph}"


def words(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=6))


if __name__ == "__main__":
    main()
