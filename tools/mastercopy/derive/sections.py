"""Which divisions have a page of the site of their own, and what is on it."""

from collections.abc import Iterator

from msgspec import Struct

from mastercopy import walk
from mastercopy.model import Block, Division, Edition, Heading


class Section(Struct, frozen=True):
    """A division with a page of its own. `content` leaves out the divisions below it that have one too: `parts`."""

    division: Division
    content: tuple[Block, ...]
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key of its division: its address is made of it."""
        return self.division.key


def sections(edition: Edition) -> tuple[Section, ...]:
    """The sections in reading order, each before its parts."""
    return tuple(_sections(edition.content, edition.header.depth))


def _sections(blocks: tuple[Block, ...], depth: int) -> Iterator[Section]:
    for division in (block for block in blocks if isinstance(block, Division)):
        own = division.content if depth == 1 else tuple(b for b in division.content if not isinstance(b, Division))
        parts = tuple(b.key for b in division.content if isinstance(b, Division)) if depth > 1 else ()
        yield Section(division, own, parts)
        if depth > 1:
            yield from _sections(division.content, depth - 1)


def _words(head: Heading) -> str:
    """The heading's words; the full stop that parts a run-in heading from its paragraph isn't one of them."""
    words = walk.words([head])
    return words.removesuffix(".") if head.run_in else words


def title(division: Division) -> str:
    """The words of the division's headings; where it has none, what kind of division it is and its key."""
    words = " ".join(filter(None, map(_words, division.head)))
    return words or f"{division.kind} {division.key}".strip()
