"""What is wrong with a master, or with the site made of it: a place, a code, a sentence for people.

Codes by family: X the XML itself, S the schema, D divisions and addresses, P pages, N notes, C corrections,
R references, T the transcription, I the index, A what was published, V the version of a release; L the links of the
built site. A problem stops the build; a notice (`NOTICES`) is shown and doesn't.
"""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

CODES: Final = {
    "X001": "the file is not well-formed XML, or not UTF-8",
    "X002": "a document type declaration: entities are never read",
    "X003": "elements nested too deeply, or too many attributes",
    "X004": "a file that is missing or can't be read",
    "S001": "the file is not valid by edition.rng",
    "S002": "an element that the reader doesn't know",
    "S003": "no schema beside the master",
    "D001": "a key that is used twice",
    "D002": "a key that can't be part of a lasting address",
    "D003": "something that has an address needs a key",
    "D004": "text outside of every division",
    "D005": "something that has an address of its own has no key yet",
    "P001": "a page number repeats",
    "P002": "page numbers or image numbers don't ascend",
    "P003": "letters or a hyphen meet at a page break and the master doesn't say whether the word goes on",
    "P004": "a page break without a number",
    "P005": "text before the first page break",
    "P006": "the two readings of a correction don't have the same page breaks",
    "N001": "a note without a mark",
    "N002": "a mark without a note",
    "N003": "a printed label used twice on a page",
    "N004": "a note's further part without its beginning",
    "C001": "a correction without who, why or what kind",
    "C002": "a correction that corrects nothing",
    "R001": "a pointer that leads nowhere",
    "R002": "a key that the register doesn't have",
    "R003": "a cited range that runs backwards",
    "R004": "an address on the web that isn't http or https, or a picture outside the edition's folder",
    "R005": "a passage that ends before it begins",
    "T001": "the transcription doesn't come back from the master",
    "I001": "a reference from heading to heading that leads nowhere, or nowhere useful",
    "I002": "a heading with more than six bare locators and no sub-headings",
    "I003": "an entry of the register that nothing in the text leads to",
    "A001": "a published address that is lost",
    "A002": "a published address that stands for something else",
    "A003": "a line of the ledger that can't be followed, or a record of a release that can't be read",
    "V001": "a version or a day that can't be that of the next release",
    "V002": "a file that has no right place for the version of a release",
    "L001": "a link to a file that the site doesn't have",
    "L002": "a link to a place that the page doesn't have",
    "L003": "an id that a page has twice",
    "L004": "a link out of the site's folder",
    "L005": "an address on the web that names no host",
    "L006": "a file of the site that can't be read as text",
    "L007": "a link that leads to another place from each address at which the page is shown",
}

NOTICES: Final = frozenset({"S003", "D005", "I002", "I003"})


_LONGEST = 400


class Problem(Struct, frozen=True, order=True):
    """A problem at a line of a file (1 where the file as a whole is meant).

    `better` is the code of the rule that says the same in better words, if that rule finds it too.
    """

    file: str
    line: int
    code: str
    message: str
    better: str = ""

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"no such code: {self.code}")

    def __str__(self) -> str:
        return f"{_one_line(self.file)}:{self.line}: {self.code} {_one_line(self.message)}"

    @property
    def stops(self) -> bool:
        """Whether nothing may be written because of it."""
        return self.code not in NOTICES


def told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in the order of their lines, none twice, and none that another at the same line says better."""
    found = sorted({(one.file, one.line, one.code, one.message): one for one in problems}.values())
    said = {(problem.file, problem.line, problem.code) for problem in found if not problem.better}
    return tuple(problem for problem in found if (problem.file, problem.line, problem.better) not in said)


def printable(words: str) -> str:
    """Words as a terminal may show them: no control character in them, and no end of a line."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in words)


def _one_line(words: str) -> str:
    """Words from a master as a message has them: printable, and not too many."""
    shown = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    return printable(shown)
