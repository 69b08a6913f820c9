"""The cases of tests/references: files of Markdown that hold a header, a text, and how all of it is cited.

A file has a title, the rule, and cases, each in a fence of its own: the contents of a fileDesc, a dot, those of a body,
a dot, and every reference to the edition and its sections, filled in with the pages 44 and 46.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mastercopy.citeproc import run
from mastercopy.derive import bibliography, citing
from mastercopy.derive.bibliography import Citable, Date, Item
from mastercopy.derive.citing import Reference
from mastercopy.derive.sections import sections
from mastercopy.derive.survey import survey
from mastercopy.model import Name
from mastercopy.read import tei, xml
from mastercopy.write import references
from strategies import HOSTILE

FOLDER = Path(__file__).parent / "references"

_FENCE = re.compile(r"^```\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
_LEVEL = '<citeStructure unit="div" match="div" use="@xml:id">{}</citeStructure>'
_MASTER = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}"><teiHeader><fileDesc>{header}</fileDesc>'
    '<encodingDesc><refsDecl n="divisions">{depth}</refsDecl></encodingDesc></teiHeader>'
    "<text><body>{text}</body></text></TEI>"
)
_LANGUAGE = re.compile(r"<!-- language (\w+) -->")


@dataclass(frozen=True, slots=True)
class Case:
    """A case: `name` is its file and its place in it, `result` what the file says of its references."""

    name: str
    header: str
    text: str
    result: str

    def __str__(self) -> str:
        return self.name


def cases() -> Iterator[Case]:
    """All cases, in the order of their files."""
    for path in sorted(FOLDER.glob("*.md")):
        for number, match in enumerate(_FENCE.finditer(path.read_text(encoding="utf-8")), 1):
            yield Case(f"{path.stem}/{number}", *_parts(match))


def _parts(match: re.Match[str]) -> tuple[str, str, str]:
    header, text, result = re.split(r"^\.\n", f"{match[1]}\n", flags=re.MULTILINE)
    return header, text, result


def citables(case: Case) -> tuple[Citable, ...]:
    """What of a case can be cited."""
    depth = _LEVEL.format(_LEVEL.format("") if "<!-- depth 2 -->" in case.text else "")
    language = _LANGUAGE.search(case.text)
    master = _MASTER.format(language=language[1] if language else "en", header=case.header, depth=depth, text=case.text)
    root, _ = xml.parse(master.encode(), "book.xml")
    assert root is not None
    edition, _ = tei.edition(root, "book.xml")
    found = sections(edition)
    return bibliography.citables(edition, found, survey(edition, (section.key for section in found)))


@cache
def made() -> Mapping[str, tuple[Reference, ...]]:
    """The references of each case, all made in one run."""
    wanted = [(case.name, cited) for case in cases() for cited in citables(case)]
    forms = run.rendered([cited.item for _, cited in wanted])
    found: dict[str, tuple[Reference, ...]] = {}
    for (name, cited), of_one in zip(wanted, forms, strict=True):
        found[name] = (*found.get(name, ()), Reference(cited, of_one))
    return found


def result(case: Case) -> str:
    """All references of a case, as its file has them."""
    return "".join(line for reference in made()[case.name] for line in _lines(reference))


def _lines(reference: Reference) -> Iterator[str]:
    cited = reference.cited
    yield f"== {cited.key or 'the edition'}, pp. {cited.first}–{cited.last}\n"
    for form in reference.forms:
        for pattern in dict.fromkeys((form.entry, form.cited, form.page, form.pages)):
            yield f"{form.style}: {shown(pattern, cited.item.URL, form.collapse)}\n"
    formats = references.patterns(cited.item)
    for name, patterns in formats.items():
        yield references.complete(name, patterns["entry"], address=cited.item.URL)


def shown(pattern: str, address: str, collapse: str) -> str:
    """A pattern with pages and an address, italics in underscores."""
    runs = citing.marked(pattern, first="44", last="46", address=address, collapse=collapse)
    return "".join(f"_{text}_" if italic else text for text, italic in runs)


_HOSTILE_HERE = (
    "<i>", "</i>", "<i>x</i>", "<sup>2</sup>", '<span class="nocase">', "</span>", "<sc>", "{p. 4}", "@x", "[@x]",
    *"\ue000\ue001\ue002\ue003\ue004\ue005´&%~/—…", "\ue0041", "&#60;", "\\(x\\)", "\\textbf{x}", "https://x.org/a_b",
    "''", "``", "‘x’", "“x”", "„x“", "«x»", "word", "The", "of", "A", "x & y", "'x'", '"x"', "it's", "II", "1914–18",
)  # fmt: skip
"""What CSL, pandoc, LaTeX and our own patterns could take for theirs."""


def hostile(count: int) -> list[Item]:
    """Items of hostile text, the same each time."""
    chance = random.Random(count)  # cases of a test

    def text(parts: int) -> str:
        chosen = (chance.choice(HOSTILE + _HOSTILE_HERE) + chance.choice(("", " ")) for _ in range(parts))
        return " ".join("".join(chosen).split()) or "x"

    return [
        Item(
            f"item-{number}",
            "chapter",
            text(5),
            container_title=text(5),
            # A family name that begins with small letters begins with a particle, which styles put elsewhere.
            author=(Name(f"O{text(2)}", "Jo") if number % 2 else Name(f"O{text(2)}", "J. V."),),
            version="1.0",
            publisher=text(3),
            page="1-2",
            issued=Date(((2025, 1, 31),)),
            language="en",
            URL="https://example.org/a~b_c%20d/?v=1.0",
        )
        for number in range(count)
    ]


def rewrite() -> None:
    """Writes the results of all cases anew."""
    by_parts = {(case.header, case.text): result(case) for case in cases()}

    def rewritten(match: re.Match[str]) -> str:
        header, text, _ = _parts(match)
        return "```\n" + ".\n".join((header, text, by_parts[header, text])) + "```"

    for path in sorted(FOLDER.glob("*.md")):
        path.write_text(_FENCE.sub(rewritten, path.read_text(encoding="utf-8")), encoding="utf-8")
