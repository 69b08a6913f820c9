"""The version and the date that a header states: where they stand in the bytes of the file, and how others come there.

Set are `n` of the `edition` in the editionStmt, `when` of the first date there, and the words that repeat them.
"""

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct, field

from mastercopy.problems import Problem
from mastercopy.read import passed
from mastercopy.read.tags import Edit, Tag, edited, line, tag

_STATEMENT = ("TEI", "teiHeader", "fileDesc", "editionStmt")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Stated(Struct, frozen=True):
    """A header's statement of the edition: its version and date, "" where it has none, and the line of `edition`."""

    version: str
    date: str
    line: int


class _Found(Struct):
    """One pass with expat, which tells at which byte everything stands. `words`: (byte, text, whether of the date)."""

    xml: bytes
    path: list[str] = field(default_factory=list)
    edition: Tag | None = None
    dated: Tag | None = None
    stated: str = ""
    when: str = ""
    at: int = 0
    dating: bool = False
    words: list[tuple[int, str, bool]] = field(default_factory=list)
    parser: passed.Parser = field(default_factory=passed.parser)

    def run(self) -> "_Found":
        """Itself, filled."""
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.Parse(self.xml, True)
        return self

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.removeprefix(passed.TEI)
        inside = tuple(self.path[:4]) == _STATEMENT
        if inside and len(self.path) == 4 and name == "edition" and self.edition is None:
            self.at = self.parser.CurrentByteIndex
            self.edition = tag(self.xml, self.at)
            self.stated = attributes.get("n", "")
        elif inside and name == "date" and self.dated is None:
            self.dated = tag(self.xml, self.parser.CurrentByteIndex)
            self.when = attributes.get("when", "")
            self.dating = True
        self.path.append(name)

    def _end(self, name: str) -> None:
        self.dating = self.dating and not name.endswith("date")
        self.path.pop()

    def _words(self, text: str) -> None:
        if tuple(self.path[:4]) == _STATEMENT and "edition" in self.path:
            self.words.append((self.parser.CurrentByteIndex, text, self.dating))


def stated(xml: bytes) -> Stated:
    """What the header of a well-formed file states."""
    found = _Found(xml).run()
    return Stated(found.stated, found.when, line(xml, found.at))


def restated(xml: bytes, file: str, version: str, day: str) -> tuple[bytes, tuple[Problem, ...], tuple[str, ...]]:
    """The file with this version and day (ISO 8601), its problems (V002), and words that may say another date.

    `xml` is well-formed. Where the header has no place for version and date, the file is as it was.
    """
    found = _Found(xml).run()
    if found.edition is None or found.dated is None:
        words = f'<date when="{day}">{_long(day)}</date>'
        whole = f'<editionStmt><edition n="{version}">Version {version}, {words}</edition></editionStmt>'
        message = f"the header has no editionStmt with an edition; after the titleStmt, write {whole}"
        if found.edition is not None:
            message = f"the editionStmt has no date; in its edition, write {words}"
        return xml, (Problem(file, line(xml, found.at), "V002", message),), ()
    edits = [found.edition.stating("n", version), found.dated.stating("when", day)]
    left: list[str] = []
    for at, text, dated in found.words:
        if xml[at : at + len(text.encode())] != text.encode():
            continue  # a reference or an end of a line
        if not dated:
            edits += _version(at, text, found.stated, version)
        elif text.strip():
            said = _date(at, text, found.when, day)
            edits += said or ()
            left += [text.strip()] if said is None else []
    return edited(xml, edits), (), tuple(left)


def _version(at: int, text: str, before: str, now: str) -> Iterator[Edit]:
    """The words that repeat the version, each time."""
    if not before or before == now:
        return
    for found in re.finditer(rf"(?<![\w.+-]){re.escape(before)}(?![\w+-]|\.\w)", text):
        start = at + len(text[: found.start()].encode())
        yield Edit(start, start + len(before.encode()), now.encode())


def _date(at: int, text: str, before: str, now: str) -> tuple[Edit, ...] | None:
    """The words that repeat the date, in the form that they have; None where they don't repeat it."""
    said = text.strip()
    # The plainest form last: of a day with two digits, two are alike.
    forms = {**dict(zip(_forms(before)[::-1], _forms(now)[::-1], strict=False)), before: now}
    if said not in forms:
        return None
    start = at + len(text[: text.index(said)].encode())
    return (Edit(start, start + len(said.encode()), forms[said].encode()),)


def _forms(day: str) -> tuple[str, ...]:
    """How a day is written in words: 23 November 2026, November 23, 2026, and with a nought; none of a mere year."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return ()
    one = date.fromisoformat(day)
    month, short = _MONTHS[one.month - 1], _MONTHS[one.month - 1][:3]
    return (
        f"{one.day} {month} {one.year}",
        f"{month} {one.day}, {one.year}",
        f"{one.day} {short} {one.year}",
        f"{one.day:02} {month} {one.year}",
    )


def _long(day: str) -> str:
    return (_forms(day) or (day,))[0]
