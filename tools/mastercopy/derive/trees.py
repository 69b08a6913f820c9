"""The parts of an edition that can be cited, as citation trees, and which of them answer to a reference.

Distributed Text Services (DTS) 1.0, https://dtsapi.org/versions/v1.0, sections "Citation Tree" and "Navigation
Endpoint". The first tree is that of the divisions, as the header's `refsDecl n="divisions"` has it; the other, `pages`,
that of the pages of the print.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from mastercopy.derive.sections import Section, title
from mastercopy.derive.survey import Survey
from mastercopy.model import Header

BETWEEN = "~"
"""What parts the keys of nested divisions in a reference. No key has it, so that a reference is never that of another
division, and every address takes it as it is (RFC 3986, 2.3): nothing is ever encoded in the address of a part."""

PAGES = "pages"
MANY = 100
"""Of more parts side by side, as the pages of a long book are, none has a list of what is beside it, since such lists
grow as the square; and one without parts of its own none of what is in it, which is only itself."""


class Unit(Struct, frozen=True):
    """A part that can be cited (DTS: CitableUnit).

    `reference` names it in its tree; `parent` is the reference of the part that it is in, "" at the top; `key` is its
    division's key, or its page's number; `path` leads to it on the site.
    """

    reference: str
    key: str
    kind: str
    path: str
    level: int = 1
    parent: str = ""
    title: str = ""


class Tree(Struct, frozen=True):
    """Parts in the order of the text, each before its own parts. `kinds` is what those of each level are called."""

    name: str
    kinds: tuple[str, ...]
    units: tuple[Unit, ...]


class Answer(Struct, frozen=True):
    """The parts that answer to a call: of a part, or of the tree; so far `down` (None where the call doesn't say)."""

    unit: Unit | None
    down: int | None
    members: tuple[Unit, ...] = ()


def trees(header: Header, sections: Iterable[Section], survey: Survey) -> tuple[Tree, ...]:
    """The trees of an edition: none where it has no divisions, no `pages` where it has no page breaks."""
    kinds = tuple(unit or "division" for unit in header.units) or ("division",)
    divisions = tuple(_divisions(sections, kinds))
    pages = tuple(Unit(p.number, p.number, "page", f"p/{p.number}/", title=p.label) for p in survey.pages)
    if not divisions:
        return ()
    first = Tree("", kinds, divisions)
    return (first, Tree(PAGES, ("page",), pages)) if pages else (first,)


def _divisions(sections: Iterable[Section], kinds: tuple[str, ...]) -> Iterator[Unit]:
    above: dict[str, Unit] = {}
    for section in sections:
        key = section.key
        over = above.get(key)
        reference, level = (key, 1) if over is None else (f"{over.reference}{BETWEEN}{key}", over.level + 1)
        parent = "" if over is None else over.reference
        unit = Unit(reference, key, kinds[level - 1], f"text/{key}/", level, parent, title(section.division))
        above.update(dict.fromkeys(section.parts, unit))
        yield unit


def answers(tree: Tree) -> Iterator[Answer]:
    """The valid calls of the navigation endpoint on a tree, each with what answers to it.

    DTS 1.0, "Usage of down, ref, start and end", level 0: no ranges. Since each is a file, `down` goes as far as the
    tree is deep and no farther, and there are fewer where parts are `MANY`.
    """
    depths = (*range(1, len(tree.kinds) + 1), -1)
    yield from (Answer(None, down, _down(tree.units, down)) for down in depths)
    siblings = _siblings(tree.units)
    for at, unit in enumerate(tree.units):
        yield Answer(unit, None)
        beside = siblings[unit.parent]
        within = tuple(_within(tree.units, at))
        if len(beside) <= MANY:
            yield Answer(unit, 0, beside)
        if len(beside) <= MANY or len(within) > 1:
            yield from (Answer(unit, down, _down(within, down, unit.level)) for down in depths)


def _down(units: tuple[Unit, ...], down: int, level: int = 0) -> tuple[Unit, ...]:
    return units if down < 0 else tuple(unit for unit in units if unit.level <= level + down)


def _within(units: tuple[Unit, ...], at: int) -> Iterator[Unit]:
    """The part itself and all parts in it."""
    yield units[at]
    for number in range(at + 1, len(units)):
        if units[number].level <= units[at].level:
            return
        yield units[number]


def _siblings(units: Iterable[Unit]) -> Mapping[str, tuple[Unit, ...]]:
    """The parts of each part, by its reference; those at the top by ""."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.parent, []).append(unit)
    return {parent: tuple(beside) for parent, beside in found.items()}
