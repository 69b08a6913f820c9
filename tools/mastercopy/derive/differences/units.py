"""An edition as its units in reading order: paragraphs, headings, items, cells, lines, each with what stands in it.

Only so can two editions be compared without regard to how their words are held.
"""

from bisect import bisect_right

from msgspec import Struct


class Feature(Struct, frozen=True):
    """Something that words have: `start` is the first of them in its unit, `end` the word after the last.

    `thing` is what it is, `key` its xml:id, `facts` what is said of it; `words` are its letters.
    """

    thing: str
    key: str
    facts: tuple[tuple[str, str], ...]
    start: int
    end: int
    words: str = ""


class Unit(Struct, frozen=True):
    """A run of words that stands alone. `kind`: what it is; `key`: its xml:id, or that of what it begins.

    `words` are the edition's, `source` those of the source. `near` is the nearest xml:id, its own or of what holds it;
    `path` are the kinds of what holds it below the division, with their xml:ids, `division` the key of that. `first` is
    the place of its first word among all the words of the text, or of the notes.
    """

    kind: str
    key: str
    words: tuple[str, ...]
    source: tuple[str, ...]
    features: tuple[Feature, ...]
    near: str
    path: tuple[tuple[str, str], ...]
    division: str
    section: str
    note: str
    first: int

    @property
    def shape(self) -> tuple[str, ...]:
        """The kinds of what holds it, and its own."""
        return (*(kind for kind, _ in self.path), self.kind)

    @property
    def says(self) -> tuple[object, ...]:
        """All that is told of it, apart from where it stands."""
        return self.words, self.source, self.features, self.key, self.kind, self.path

    @property
    def symbol(self) -> tuple[object, ...]:
        """What two units have in common that say the same."""
        return self.words or (None, self.kind, *(feature.facts for feature in self.features))


class Break(Struct, frozen=True):
    """A page break: before which of all the words of the text, or after how many letters of it."""

    label: str
    layer: str
    word: int
    letters: int
    facts: tuple[tuple[str, str], ...]


class Part(Struct, frozen=True):
    """A division: `parent` is the key of the one that holds it, `unit` the place of its first unit."""

    key: str
    kind: str
    title: str
    parent: str
    unit: int


class Strand(Struct, frozen=True):
    """The units of the text, or those of all notes one after the other.

    `breaks` are those of the main pagination, `others` those of other ones, and of notes.
    """

    units: tuple[Unit, ...]
    breaks: tuple[Break, ...] = ()
    others: tuple[Break, ...] = ()
    parts: tuple[Part, ...] = ()

    def page(self, word: int) -> str:
        """The label of the page on which a word begins; "" before the first."""
        at = bisect_right(self.breaks, (word, 0), key=_where)
        return self.breaks[at - 1].label if at else ""

    def pages_before(self, word: int) -> int:
        """How many pages of the print have begun before a word begins, or with it."""
        return bisect_right(self.breaks, (word, 0), key=_where)


def _where(one: Break) -> tuple[int, int]:
    return one.word, one.letters
