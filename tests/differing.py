"""What the tests of comparisons share: two masters compared, and the cases of tests/differences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mastercopy.build.comparing import comparison
from mastercopy.derive.differences import Comparison, Version, compare
from mastercopy.model import Edition
from mastercopy.sources import Sources
from mastercopy.write.differences import terminal
from masters import master

CASES = Path(__file__).parent / "differences" / "edits.md"
_FENCE = re.compile(
    r"^## (?P<title>[^\n]*)\n\n```\n(?P<was>.*?)^\.\n(?P<now>.*?)^\.\n(?P<said>.*?)^```\n", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of the small master: what is replaced, by what, and what is said of it."""

    title: str
    was: str
    now: str
    said: str

    def __str__(self) -> str:
        return self.title.replace(" ", "-")


def compared(old: str | bytes, new: str | bytes, *, lists: tuple[str, str] | None = None) -> Comparison:
    """The comparison of two masters, and of their registers."""
    sources = [
        Sources(
            (f"{name}.xml", content.encode() if isinstance(content, str) else content),
            None if lists is None else (f"{name}/register.xml", lists[at].encode()),
        )
        for at, (name, content) in enumerate((("old", old), ("new", new)))
    ]
    found, problems = comparison(("old", sources[0]), ("new", sources[1]))
    assert found is not None, problems
    return found


def editions(old: Edition, new: Edition) -> Comparison:
    """The comparison of two editions."""
    return compare(Version("old", old), Version("new", new))


def plain(found: Comparison) -> str:
    """What a pipe gets."""
    return "".join("".join(piece.words for piece in line) + "\n" for line in terminal.lines(found))


@cache
def small() -> str:
    """The small master."""
    text = CASES.read_text(encoding="utf-8")
    return master(text.partition("```\n")[2].partition("\n```")[0])


def edits() -> Iterator[Edit]:
    """All edits."""
    for match in _FENCE.finditer(CASES.read_text(encoding="utf-8")):
        yield Edit(match["title"], match["was"].removesuffix("\n"), match["now"].removesuffix("\n"), match["said"])


def edited(edit: Edit) -> str:
    """The small master with the edit."""
    assert small().count(edit.was) == 1, edit.title
    return small().replace(edit.was, edit.now)


def rewrite() -> None:
    """Writes what is said of all edits anew."""

    def anew(match: re.Match[str]) -> str:
        edit = Edit(match["title"], match["was"].removesuffix("\n"), match["now"].removesuffix("\n"), "")
        said = plain(compared(small(), edited(edit)))
        return f"## {edit.title}\n\n```\n{match['was']}.\n{match['now']}.\n{said}```\n"

    CASES.write_text(_FENCE.sub(anew, CASES.read_text(encoding="utf-8")), encoding="utf-8")
