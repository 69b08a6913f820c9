"""The cases of tests/cases: files of Markdown that hold TEI, a dot, and what is made from it.

A file has a title, the rule, and cases, each in a fence of its own: the body of a master, perhaps a dot and the
contents of a register's standOff, a dot, the problems that stop the build, and the made pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown import Markdown
from mkdocs.config import load_config

from mastercopy import build, check
from mastercopy.derive import index
from mastercopy.derive.sections import sections
from mastercopy.derive.survey import survey
from mastercopy.problems import Problem
from mastercopy.read import register, tei, xml
from mastercopy.register import Register
from reading import ROOT

FOLDER = Path(__file__).parent / "cases"

_FENCE = re.compile(r"^```\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
_DIVISIONS = '<citeStructure unit="div" match="div" use="@xml:id">{}</citeStructure>'
_MASTER = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>A case</title>'
    '<respStmt xml:id="ed"><resp>edited by</resp><name>the editors</name></respStmt></titleStmt></fileDesc>'
    '<encodingDesc><refsDecl n="divisions">{depth}</refsDecl></encodingDesc></teiHeader><text>{text}</text></TEI>'
)
_REGISTER = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff>{}</standOff></TEI>'


@dataclass(frozen=True, slots=True)
class Case:
    """A case: `name` is its file and its place in it, `result` what the file says is made."""

    name: str
    master: str
    register: str
    result: str

    def __str__(self) -> str:
        return self.name


def cases() -> Iterator[Case]:
    """All cases, in the order of their files."""
    for path in sorted(FOLDER.glob("*.md")):
        for number, match in enumerate(_FENCE.finditer(path.read_text(encoding="utf-8")), 1):
            master, *registered, result = re.split(r"^\.\n", f"{match[1]}\n", flags=re.MULTILINE)
            yield Case(f"{path.stem}/{number}", master, "".join(registered), result)


def case(name: str) -> Case:
    """The case of that name: `01-word/1`."""
    return next(found for found in cases() if found.name == name)


@cache
def made(name: str) -> tuple[build.Book, tuple[Problem, ...]]:
    """The book of a case, also where it has problems, and the problems that stop it."""
    return book(case(name))


def master(one: Case) -> bytes:
    """The whole master of a case."""
    depth = _DIVISIONS.format(_DIVISIONS.format("") if "<!-- depth 2 -->" in one.master else "")
    text = one.master if "<body>" in one.master else f"<body>{one.master}</body>"
    return _MASTER.format(depth=depth, text=text).encode()


def book(one: Case) -> tuple[build.Book, tuple[Problem, ...]]:
    """The same of a case that is given."""
    root, _ = xml.parse(master(one), "master.xml")
    assert root is not None
    edition, problems = tei.edition(root, "master.xml")
    entries = Register("")
    if one.register:
        listed, _ = xml.parse(_REGISTER.format(one.register).encode(), "register.xml")
        assert listed is not None
        entries, _ = register.register(listed, "register.xml")
    found = sections(edition)
    surveyed = survey(edition, (section.key for section in found))
    indexes = index.index(entries, surveyed)
    checked = check.problems(edition, entries, surveyed, frozenset({"plate.png"}))
    checked += check.indexed(entries, surveyed, indexes)
    stopping = sorted(problem for problem in {*problems, *checked} if problem.stops)
    return build.Book(edition, entries, found, surveyed, indexes), tuple(stopping)


def result(one: Case) -> str:
    """What is made from a case: the problems that stop it, and the pages of its divisions; its indexes where it has a
    register. The front matter is left out."""
    found, problems = book(one)
    shown = [f"! {problem.line}: {problem.code} {problem.message}\n" for problem in problems]
    wanted = {section.key for section in found.sections}
    for path, content in build.files(found).items():
        if not path.endswith(".md"):
            continue
        name = path.removeprefix("text/").removesuffix(".md")
        page = content.decode().split("---\n", 2)[2].strip("\n")
        if name in wanted or (one.register and name in _INDEXES and "no entries here" not in page):
            shown.append(f"== {name}\n{page}\n")
    return "".join(shown)


_INDEXES = frozenset({"names", "works", "places", "organisations", "subjects", "passages"})


def rewrite() -> None:
    """Writes the results of all cases anew."""
    for path in sorted(FOLDER.glob("*.md")):
        written = path.read_text(encoding="utf-8")
        path.write_text(_FENCE.sub(_rewritten, written), encoding="utf-8")


def _rewritten(match: re.Match[str]) -> str:
    master, *registered, _ = re.split(r"^\.\n", f"{match[1]}\n", flags=re.MULTILINE)
    one = Case("", master, "".join(registered), "")
    parts = [master, *([one.register] if registered else []), result(one)]
    return "```\n" + ".\n".join(parts) + "```"


@cache
def renderer() -> Markdown:
    """Python-Markdown with the extensions that mkdocs.yml names, as MkDocs gives them to it."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def html(page: bytes) -> str:
    """A made page as HTML."""
    return renderer().reset().convert(page.decode().split("---\n", 2)[2])
