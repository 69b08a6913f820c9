"""A build at the cost of what changed gives what a clean build gives, byte for byte; nothing breaks it for good."""

import itertools
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mastercopy import disk, upkeep
from mastercopy import site as builder
from masters import ROOT, folder, master, register
from test_cli import run

_DEEP = (
    '<encodingDesc><projectDesc><p>A test.</p></projectDesc><refsDecl n="divisions">'
    '<citeStructure unit="part" match="/TEI/text/body/div" use="@xml:id">'
    '<citeStructure unit="chapter" match="div" use="@xml:id" delim="~"/></citeStructure></refsDecl></encodingDesc>'
)
_PUBLISHED = '<publisher>The editors</publisher><idno type="URI">https://books.example/one/</idno>'
_STATED = (
    '</titleStmt><editionStmt><edition n="1.0.0">1.0.0, <date when="2026-01-01">2026</date></edition></editionStmt>'
)
_WORDS = [
    "liberty",
    "order",
    "people",
    "state",
    "power",
    "army",
    "question",
    "land",
    "factory",
    "council",
    "peace",
    "bread",
    "party",
]
_CONFIG = (
    "site_name: A book\nsite_url: !ENV [SITE_URL, '']\n"
    "theme:\n  name: mkdocs\n  custom_dir: overrides\nplugins: []\nnot_in_nav: |\n  /*\n"
    "markdown_extensions: [attr_list, footnotes: {SEPARATOR: '-', USE_DEFINITION_ORDER: false}, md_in_html, tables, "
    "mastercopy]\nvalidation: {links: {anchors: warn}}\n"
)
_REGISTER = (
    '<listPerson><person xml:id="marx"><persName>Marx, Karl</persName></person>'
    '<person xml:id="owen"><persName>Owen, Robert</persName></person></listPerson>'
)


class Book:
    """A book that is edited: two parts of two chapters; pages begin anywhere, also in the midst of a chapter."""

    def __init__(self, seed: int, where: Path) -> None:
        self.random = random.Random(seed)
        self.where = where
        self.chapters = 4
        self.pages = self.paragraphs = self.notes = 0
        parts = "".join(
            f'<div xml:id="part{part}" type="part">{"" if part else self.page()}<head>Part {part}</head>'
            f"<p {self.key()}>{self.words(6)}</p>{self.chapter(2 * part)}{self.chapter(2 * part + 1)}</div>"
            for part in range(2)
        )
        self.text = master(parts, division=False).replace("</teiHeader>", f"{_DEEP}</teiHeader>")
        self.text = self.text.replace("<p>Not published.</p>", _PUBLISHED).replace("</titleStmt>", _STATED)
        self.text = re.sub(r"(<revisionDesc>.*</revisionDesc>)(<encodingDesc>.*</encodingDesc>)", r"\2\1", self.text)
        self.register = register(_REGISTER)
        (where / "docs" / "about").mkdir(parents=True)
        shutil.copytree(ROOT / "overrides", where / "overrides")
        (where / "mkdocs.yml").write_text(_CONFIG, encoding="utf-8")
        (where / "docs" / "index.md").write_text("# Home\n\nThe first page.\n", encoding="utf-8")
        (where / "docs" / "about" / "us.md").write_text("# About\n\nWords.\n", encoding="utf-8")
        self.save()

    def save(self) -> None:
        folder(self.where, self.text, self.register)

    def words(self, many: int) -> str:
        return " ".join(self.random.choices(_WORDS, k=many))

    def page(self) -> str:
        self.pages += 1
        return f'<pb n="{self.pages}"/>'

    def key(self) -> str:
        self.paragraphs += 1
        return f'xml:id="par-{self.paragraphs}"'

    def chapter(self, number: int) -> str:
        inside = [f"<head>Chapter {number}</head>"]
        for _ in range(3):
            self.notes += 1
            note = f'<note xml:id="n-{self.notes}" n="{self.notes}" place="foot">{self.words(4)}.</note>'
            name = f'<persName xml:id="m-{self.notes}" ref="reg:{self.random.choice(["marx", "owen"])}">Karl</persName>'
            begin = f"{self.page()} " if self.random.random() < 0.6 else ""
            inside.append(f"<p {self.key()}>{self.words(5)} {name} {self.words(3)}{note} {begin}{self.words(70)}.</p>")
        return f'<div xml:id="c-{number}" type="chapter">{"".join(inside)}</div>'

    def edit(self, kind: str) -> None:
        """Changes something, and saves it."""
        getattr(self, f"_{kind}")()
        self.save()

    def _word(self) -> None:
        at = self.random.choice([found.start() for found in re.finditer(r"(?<= )[a-z]+(?= )", self._body())])
        self._put(at, r"[a-z]+", self.random.choice(["freedom", "freedom &amp; law", "frei\u00adheit", "*law*"]))

    def _spaces(self) -> None:
        at = self.random.choice([found.start() for found in re.finditer(r" [a-z]", self._body())])
        self._put(at, " ", "\n  ")

    def _note(self) -> None:
        at = self.random.choice([found.end() for found in re.finditer(r'place="foot">', self._body())])
        self._put(at, r"[^<]*", f"{self.words(3)}.")

    def _more_notes(self) -> None:
        self.notes += 1
        at = self.random.choice([found.start() for found in re.finditer(r"(?<= )[a-z]+(?= )", self._body())])
        self._put(at, "", f'so<note xml:id="n-{self.notes}" n="{self.notes}" place="foot">{self.words(4)}.</note> ')

    def _page_break(self) -> None:
        breaks = list(re.finditer(r'(<pb n="\d+"/>) (\w+)', self._body()))
        if breaks:
            found = self.random.choice(breaks)
            self._put(found.start(), r'<pb n="\d+"/> \w+', f"{found[2]} {found[1]}")

    def _division(self) -> None:
        self.text = self.text.replace("</div></body>", f"{self.chapter(self.chapters)}</div></body>")
        self.text = self.text.replace("</div>\n</body>", f"{self.chapter(self.chapters)}</div>\n</body>")
        self.chapters += 1

    def _title(self) -> None:
        at = self.random.choice([found.end() for found in re.finditer(r"<head>", self._body())])
        self._put(at, r"[^<]*", self.words(2).upper() if self.random.random() < 0.3 else self.words(2))

    def _heading(self) -> None:
        self.register = self.register.replace("Owen, Robert", f"Owen, {self.words(1)}").replace("Karl</", "Karl H.</")

    def _correction(self) -> None:
        self.notes += 1
        at = self.random.choice([found.start() for found in re.finditer(r"(?<= )[a-z]+(?= )", self._body())])
        choice = (
            f'<choice xml:id="k-{self.notes}"><sic>strcke</sic><corr resp="#ed" type="transcription" change="#r-1">'
            "stroke<note type='reason'>Misread.</note></corr></choice>"
        )
        self._put(at, "[a-z]+", choice)

    def _configuration(self) -> None:
        (self.where / "mkdocs.yml").write_text(f"{_CONFIG}copyright: {self.words(3)}\n", encoding="utf-8")

    def _by_hand(self) -> None:
        (self.where / "docs" / "about" / "us.md").write_text(f"# About\n\n{self.words(9)}.\n", encoding="utf-8")

    def _deleted(self) -> None:
        (self.where / "docs" / "about" / "us.md").unlink(missing_ok=True)

    def _made_page(self) -> None:
        """Someone writes into a page that the program made, or takes one of the site away."""
        (self.where / "docs" / "text" / "c-1.md").write_text("Not so.\n", encoding="utf-8")
        (self.where / "site" / "p" / "1" / "index.html").unlink(missing_ok=True)

    def _day(self) -> None:
        """The edition bears another day; of pages that changed since the release, the site then says it too."""
        day = f"2026-{self.random.randint(2, 9):02}-11"
        self.text = re.sub(r'<date when="[^"]*"', f'<date when="{day}"', self.text)

    def _body(self) -> str:
        return self.text[self.text.index("<body>") :]

    def _put(self, at: int, pattern: str, words: str) -> None:
        at += self.text.index("<body>")
        self.text = self.text[:at] + re.compile(pattern).sub(lambda _: words, self.text[at:], count=1)


_KINDS = [name[1:] for name in vars(Book) if re.fullmatch(r"_[a-z]\w+", name) and name not in {"_body", "_put"}]


def made(where: Path, how: str = "here") -> tuple[bool, bool]:
    """Brings pages and site up to date; whether the book and the site were made whole.

    The site is made here, or by the process `beside`; that may be `killed`.
    """
    config, docs, site = (where / name for name in ("mkdocs.yml", "docs", "site"))
    if how == "here":
        updated = upkeep.update(where / "edition", docs)
        result = builder.build(config, docs, site, date=updated.date, address=updated.address, files=updated.listed)
    else:
        with builder.Beside(config, site) as beside:
            updated = upkeep.update(where / "edition", docs)
            if how == "killed":
                beside.process.kill()
            result = beside.build(docs, date=updated.date, address=updated.address, files=updated.listed)
        assert beside.process.returncode is not None
    assert not updated.stopped, updated.problems
    assert not result.failed, result.failed
    return updated.whole, result.whole


def clean(where: Path, to: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The pages and the site that a build from nothing gives."""
    shutil.rmtree(to, ignore_errors=True)
    for name in ("edition", "overrides"):
        shutil.copytree(where / name, to / name)
    shutil.copy(where / "mkdocs.yml", to)
    for name in ("index.md", "about/us.md"):
        if (where / "docs" / name).is_file():
            (to / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(where / "docs" / name, to / "docs" / name)
    shutil.copytree(where / ".cache", to / ".cache", ignore=shutil.ignore_patterns("docs", "site"))
    assert made(to) == (True, True)
    return dict(disk.tree(to / "docs")), dict(disk.tree(to / "site"))


def must_be_clean(where: Path, tmp_path: Path) -> None:
    """Fails where a file differs from that of a build from nothing."""
    docs, site = clean(where, tmp_path / "clean")
    for wanted, found in ((docs, disk.tree(where / "docs")), (site, disk.tree(where / "site"))):
        assert found.keys() == wanted.keys()
        assert [name for name, content in found.items() if content != wanted[name]] == []


def edited(seed: int, kinds: list[str], tmp_path: Path) -> list[tuple[str, tuple[bool, bool]]]:
    """A book after edits of some kinds, and after each of them the pages and the site; and what was made whole."""
    book = Book(seed, tmp_path / "book")
    if seed % 2:
        released = run("release", "1.0.0", "--date", "2026-01-01", "--edition", book.where / "edition")
        assert released.exit_code == 0, released.output
        book.text = (book.where / "edition" / "book.xml").read_text(encoding="utf-8")
        book.edit("day")
    assert made(book.where) == (True, True)
    ways = []
    for kind, how in zip(kinds, itertools.cycle(("here", "beside")), strict=False):
        book.edit(kind)
        ways.append((kind, made(book.where, how)))
        must_be_clean(book.where, tmp_path)
        assert made(book.where) == (False, False), f"nothing changed since {kind}"
    return ways


@pytest.mark.slow
def test_edits_of_all_kinds_give_what_a_clean_build_gives(tmp_path: Path) -> None:
    ways = edited(1, _KINDS, tmp_path)
    assert {kind for kind, (book, _) in ways if not book} >= {"word", "spaces", "note", "by_hand"}
    assert {kind for kind, (_, site) in ways if site} <= {
        "division",
        "title",
        "configuration",
        "deleted",
        "made_page",
        "day",
    }


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2, 42))
def test_edits_in_any_order_give_what_a_clean_build_gives(tmp_path: Path, seed: int) -> None:
    edited(seed, random.Random(seed).choices(_KINDS, k=12), tmp_path)


def test_a_site_of_version_0_1_0_is_taken_over(tmp_path: Path) -> None:
    book = Book(6, tmp_path / "book")
    made(book.where)
    files = {name: len(content) for name, content in disk.tree(book.where / "site").items()}
    shutil.rmtree(book.where / ".cache")
    (book.where / ".cache").mkdir()
    (book.where / ".cache" / "site.json").write_text(json.dumps({"made_of": "", "files": files}), encoding="utf-8")
    (book.where / "docs" / "about" / "us.md").unlink()
    assert made(book.where) == (True, True)
    assert not (book.where / "site" / "about").exists()


def test_what_another_process_leaves_undone_this_one_does(tmp_path: Path) -> None:
    book = Book(7, tmp_path / "book")
    assert made(book.where, "beside") == (True, True)
    book.edit("word")
    assert made(book.where, "killed") == (False, False)
    must_be_clean(book.where, tmp_path)


def test_who_looked_before_another_was_killed_looks_again(tmp_path: Path) -> None:
    book = Book(8, tmp_path / "book")
    made(book.where)
    early = builder.Builder(*(book.where / name for name in ("mkdocs.yml", "docs", "site")))
    early.prepare()
    room = book.where / ".cache" / "site"
    (room / "staged").mkdir()
    (room / "staged" / "0").write_bytes(b"half of it")
    (room / "journal.json").write_text('{"moves": [["0", "text/c-1/index.html"]], "gone": []}', encoding="utf-8")
    book.edit("word")
    updated = upkeep.update(book.where / "edition", book.where / "docs")
    assert early.build(date=updated.date, address=updated.address, files=updated.listed).whole
    must_be_clean(book.where, tmp_path)


def test_a_builder_that_builds_again_notices_a_page_that_somebody_changed(tmp_path: Path) -> None:
    book = Book(8, tmp_path / "book")
    builds = builder.Builder(*(book.where / name for name in ("mkdocs.yml", "docs", "site")))
    wholes = []
    for change in (None, "word", "tampered"):
        if change:
            book.edit("word")
        if change == "tampered":
            for page in (book.where / "site" / "p").glob("*/index.html"):
                page.write_bytes(b"x" + page.read_bytes())
        updated = upkeep.update(book.where / "edition", book.where / "docs")
        wholes.append(builds.build(date=updated.date, address=updated.address, files=updated.listed).whole)
    assert wholes == [True, False, True]
    must_be_clean(book.where, tmp_path)


@pytest.mark.slow
def test_two_builds_at_once_give_what_one_gives(tmp_path: Path) -> None:
    book = Book(5, tmp_path / "book")
    script = "import sys; sys.path.insert(0, sys.argv[2]); import pathlib; import test_upkeep as t; "
    script += "t.made(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", script, str(book.where), str(ROOT / "tests")]
    for kind in ("by_hand", "note"):
        book.edit(kind)
        assert [one.wait() for one in [subprocess.Popen(command), subprocess.Popen(command)]] == [0, 0]
    must_be_clean(book.where, tmp_path)
