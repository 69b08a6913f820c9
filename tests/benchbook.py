"""A book of any length with a fixed seed and the words of our witness, and small edits of it.

For each page it has as many mentions, quotations, references, notes and corrections as our edition has, and 375 words;
a section for ten pages, and a chapter for four sections.
"""

import itertools
import random
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
EDITION = ROOT / "edition"
HEADINGS = 800
SUBHEADINGS = 4
_LISTS = (
    *("names", "works", "places", "organisations", "subjects", "passages"),
    *("overview", "pages", "corrections", "history", "sources"),
)


def site(folder: Path, pages: int) -> str:
    """Writes all that a site is made of into the folder: edition, configuration, styles, scripts, templates."""
    facts = write(folder / "edition", pages)
    for name in ("javascripts", "stylesheets", "schemas"):
        shutil.copytree(ROOT / "docs" / name, folder / "docs" / name)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    (folder / "docs" / "index.md").write_text("# A book\n", encoding="utf-8")
    ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    (folder / "mkdocs.yml").write_text("\n".join([ours, "nav:", *_navigation(pages), ""]), encoding="utf-8")
    return facts


def _navigation(pages: int) -> Iterator[str]:
    yield from ("  - Home: index.md", "  - Text:", "      - Contents: text/index.md")
    for section in range(_sections(pages)):
        if section % 4 == 0:
            yield f"      - text/ch{section // 4}.md"
        yield f"      - text/s-{section}.md"
    yield "  - Lists:"
    yield from (f"      - text/{name}.md" for name in _LISTS)


def _sections(pages: int) -> int:
    return -(-pages // 10)


class Edits:
    """Small edits of the book in a folder, each another one."""

    def __init__(self, folder: Path, pages: int) -> None:
        self.master, self.register = folder / "edition" / "book.xml", folder / "edition" / "register.xml"
        self.random = random.Random(secrets.token_bytes(8))
        self.pages = pages
        self.number = 0

    def word(self) -> None:
        """A word within a paragraph becomes another."""
        text, _, _ = self.worded()
        self.master.write_text(text, encoding="utf-8")

    def worded(self) -> tuple[str, str, str]:
        """The master with another word within a paragraph, the word, and the key of its section."""
        self.number += 1
        word = f"corrected{self.number}{secrets.token_hex(4)}"
        text = self.master.read_text(encoding="utf-8")
        paragraph = text.index(f'<p xml:id="par-{self.random.randint(2, self.pages - 1)}-1">')
        found = re.compile(r"(?<= )[a-zA-Z]+(?= [a-zA-Z]+ [a-zA-Z]+ )").search(text, text.index("</term> ", paragraph))
        assert found is not None
        section = text[: found.start()].rpartition('<div xml:id="s-')[2].partition('"')[0]
        return f"{text[: found.start()]}{word}{text[found.end() :]}", word, f"s-{section}"

    def heading(self) -> None:
        """A heading of the register becomes another."""
        self.number += 1
        text = self.register.read_text(encoding="utf-8")
        at = text.index("<term>", text.index(f'<item xml:id="s{self.random.randrange(HEADINGS)}">')) + len("<term>")
        self.register.write_text(f"{text[:at]}corrected{self.number} {text[at:]}", encoding="utf-8")

    def page_break(self) -> None:
        """A page begins a few words later: after the first name in it."""
        text = self.master.read_text(encoding="utf-8")
        begin = f'<pb n="{self.random.randint(2, self.pages - 1)}"/>'
        at = text.index(begin)
        to = text.index("</term> ", at) + len("</term> ")
        moved = f"{text[:at]}{text[at + len(begin) : to]}{begin}{text[to:]}"
        self.master.write_text(moved, encoding="utf-8")


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
        sections = _sections(self.pages)
        for section in range(sections):
            if section % 4 == 0:
                yield f'<div xml:id="ch{section // 4}" type="chapter">'
                if section == 0:
                    yield '<pb n="1"/>'
                yield f"<head>{self._text(4)}</head>"
            yield f'<div xml:id="s-{section}" type="section">'
            yield f'<head rend="run-in"><label>{section})</label> {self._text(6)}.</head>'
            for page in range(section * 10, min(section * 10 + 10, self.pages)):
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
