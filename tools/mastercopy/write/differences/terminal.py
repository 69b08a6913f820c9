"""A comparison for a terminal: plain words, in which marks that people know from wdiff show what is gone and new.

So it says the same without colours, in a pipe, and to who doesn't see them.
"""

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from mastercopy.derive.differences.values import Comparison, Mark, Run
from mastercopy.write import escape
from mastercopy.write.differences import wording
from mastercopy.write.differences.wording import Entry


class Look(Enum):
    """How a terminal may show a piece."""

    PLAIN = "plain"
    HEADING = "heading"
    QUIET = "quiet"
    DELETED = "deleted"
    INSERTED = "inserted"


class Piece(Struct, frozen=True):
    """Words that look alike; no control character is in them."""

    words: str
    look: Look = Look.PLAIN


Line = tuple[Piece, ...]
_MARKED = {
    Mark.EQUAL: ("{}", Look.PLAIN),
    Mark.DELETED: ("[-{}-]", Look.DELETED),
    Mark.INSERTED: ("{{+{}+}}", Look.INSERTED),
}


def lines(comparison: Comparison) -> Iterator[Line]:
    """The lines, without their ends."""
    yield (_piece(wording.heading(comparison), Look.HEADING),)
    yield (_piece(wording.verdict(comparison)),)
    for name, entries in wording.groups(comparison):
        yield ()
        yield (_piece(name, Look.HEADING),)
        for entry in entries:
            yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[Line]:
    place = (_piece(f" ({entry.place})", Look.QUIET),) if entry.place else ()
    yield (_piece(f"  {entry.title}"), *place)
    for detail in entry.details:
        runs = tuple(run for run in (Run(Mark.DELETED, detail.was), Run(Mark.INSERTED, detail.now)) if run.words)
        yield (_piece(f"    {detail.name}: "), *_runs(runs))
    if entry.runs:
        yield (Piece("    "), *_runs(entry.runs))


def _runs(runs: tuple[Run, ...]) -> Iterator[Piece]:
    for at, run in enumerate(runs):
        form, look = _MARKED[run.mark]
        if at:
            yield Piece(" ")
        yield _piece(form.format(run.words), look)


def _piece(words: str, look: Look = Look.PLAIN) -> Piece:
    return Piece(escape.terminal(words), look)
