"""What a schema allows, as patterns that can be asked what may come next, so that a refusal can be explained.

The algorithm is James Clark's ("An algorithm for RELAX NG validation", 2002): a pattern, after something has been read,
is another pattern. Patterns are made once and compared by identity, so that each question is answered once.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum

from lxml import etree
from msgspec import Struct, field


class Kind(StrEnum):
    """The kinds of pattern that are left when a grammar is simplified."""

    EMPTY = "empty"
    NOTHING = "notAllowed"
    TEXT = "text"
    CHOICE = "choice"
    GROUP = "group"
    INTERLEAVE = "interleave"
    MORE = "oneOrMore"
    LIST = "list"
    VALUE = "value"
    ATTRIBUTE = "attribute"
    ELEMENT = "element"


class Pattern(Struct, frozen=True, eq=False):
    """A pattern. `name`: of an element or attribute, in lxml's way. `source`: where the grammar defines it."""

    kind: Kind
    parts: tuple["Pattern", ...] = ()
    name: str = ""
    source: etree._Element | None = None
    nullable: bool = False


NOTHING = Pattern(Kind.NOTHING)
EMPTY = Pattern(Kind.EMPTY, nullable=True)
TEXT = Pattern(Kind.TEXT, nullable=True)


class Patterns(Struct):
    """All patterns made so far, and all answers."""

    made: dict[tuple[object, ...], Pattern] = field(default_factory=dict)
    after_name: dict[tuple[Pattern, str], Pattern] = field(default_factory=dict)
    after_attributes: dict[tuple[Pattern, frozenset[Pattern]], Pattern] = field(default_factory=dict)
    after_words: dict[Pattern, Pattern] = field(default_factory=dict)
    closed_patterns: dict[Pattern, Pattern] = field(default_factory=dict)
    found: dict[tuple[Pattern, Kind], tuple[Pattern, ...]] = field(default_factory=dict)
    begins: dict[Pattern, tuple[Pattern, ...]] = field(default_factory=dict)

    def choice(self, parts: Iterator[Pattern]) -> Pattern:
        """One of the parts."""
        flat = {one: None for part in parts for one in (part.parts if part.kind is Kind.CHOICE else (part,))}
        kept = tuple(one for one in flat if one is not NOTHING)
        if len(kept) < 2:
            return kept[0] if kept else NOTHING
        return self._make(Kind.CHOICE, kept, nullable=any(part.nullable for part in kept))

    def group(self, parts: Iterator[Pattern], kind: Kind = Kind.GROUP) -> Pattern:
        """All of the parts, in their order; or mixed (interleave)."""
        flat = tuple(one for part in parts for one in (part.parts if part.kind is kind else (part,)))
        if NOTHING in flat:
            return NOTHING
        kept = tuple(part for part in flat if part is not EMPTY)
        if len(kept) < 2:
            return kept[0] if kept else EMPTY
        return self._make(kind, kept, nullable=all(part.nullable for part in kept))

    def more(self, part: Pattern) -> Pattern:
        """The part once or more often."""
        if part in {NOTHING, EMPTY, TEXT} or part.kind is Kind.MORE:
            return part
        return self._make(Kind.MORE, (part,), nullable=part.nullable)

    def child(self, pattern: Pattern, name: str) -> Pattern:
        """What may follow after an element of the name; `NOTHING` where it may not stand here."""
        if (known := self.after_name.get((pattern, name))) is None:
            known = self._after(
                pattern, lambda leaf: EMPTY if leaf.kind is Kind.ELEMENT and leaf.name in {name, "*"} else NOTHING
            )
            self.after_name[pattern, name] = known
        return known

    def words(self, pattern: Pattern) -> Pattern:
        """What may follow after text."""
        if (known := self.after_words.get(pattern)) is None:
            known = self._after(pattern, lambda leaf: TEXT if leaf.kind is Kind.TEXT else NOTHING)
            self.after_words[pattern] = known
        return known

    def token(self, pattern: Pattern, matches: Callable[[Pattern], bool]) -> Pattern:
        """What may follow after one token of a list."""
        return self._after(pattern, lambda leaf: EMPTY if leaf.kind is Kind.VALUE and matches(leaf) else NOTHING)

    def attribute(self, pattern: Pattern, matching: frozenset[Pattern]) -> Pattern:
        """What is left when an attribute was given that the patterns `matching` allow."""
        if (known := self.after_attributes.get((pattern, matching))) is None:
            known = self._without(pattern, matching)
            self.after_attributes[pattern, matching] = known
        return known

    def closed(self, pattern: Pattern) -> Pattern:
        """What may be the content when no more attributes come; `NOTHING` where one is lacking."""
        if (known := self.closed_patterns.get(pattern)) is None:
            known = self._mapped(pattern, lambda leaf: NOTHING if leaf.kind is Kind.ATTRIBUTE else leaf)
            self.closed_patterns[pattern] = known
        return known

    def content(self, pattern: Pattern) -> Pattern:
        """The content that is allowed with any attributes."""
        return self._mapped(pattern, lambda leaf: EMPTY if leaf.kind is Kind.ATTRIBUTE else leaf)

    def leaves(self, pattern: Pattern, kind: Kind) -> tuple[Pattern, ...]:
        """All patterns of a kind that are part of the pattern."""
        if pattern.kind is kind:
            return (pattern,)
        if (known := self.found.get((pattern, kind))) is None:
            inner = () if pattern.kind is Kind.ATTRIBUTE else pattern.parts
            known = tuple(dict.fromkeys(leaf for part in inner for leaf in self.leaves(part, kind)))
            self.found[pattern, kind] = known
        return known

    def firsts(self, pattern: Pattern) -> tuple[Pattern, ...]:
        """The elements that may come next."""
        if (known := self.begins.get(pattern)) is None:
            known = tuple(dict.fromkeys(self._firsts(pattern)))
            self.begins[pattern] = known
        return known

    def _firsts(self, pattern: Pattern) -> Iterator[Pattern]:
        if pattern.kind is Kind.ELEMENT:
            yield pattern
        elif pattern.kind in {Kind.CHOICE, Kind.INTERLEAVE, Kind.MORE}:
            for part in pattern.parts:
                yield from self.firsts(part)
        elif pattern.kind is Kind.GROUP:
            for part in pattern.parts:
                yield from self.firsts(part)
                if not part.nullable:
                    return

    def _after(self, pattern: Pattern, leaf: Callable[[Pattern], Pattern]) -> Pattern:
        """The derivative of the pattern by what `leaf` answers for its leaves."""
        parts = pattern.parts
        match pattern.kind:
            case Kind.CHOICE:
                return self.choice(self._after(part, leaf) for part in parts)
            case Kind.GROUP:
                return self.choice(self._in_order(parts, leaf))
            case Kind.INTERLEAVE:
                return self.choice(
                    self.group(iter((*parts[:at], self._after(part, leaf), *parts[at + 1 :])), Kind.INTERLEAVE)
                    for at, part in enumerate(parts)
                )
            case Kind.MORE:
                again = self.choice(iter((pattern, EMPTY)))
                return self.group(iter((self._after(parts[0], leaf), again)))
            case _:
                return leaf(pattern)

    def _in_order(self, parts: tuple[Pattern, ...], leaf: Callable[[Pattern], Pattern]) -> Iterator[Pattern]:
        for at, part in enumerate(parts):
            yield self.group(iter((self._after(part, leaf), *parts[at + 1 :])))
            if not part.nullable:
                return

    def _without(self, pattern: Pattern, matching: frozenset[Pattern]) -> Pattern:
        parts = pattern.parts
        match pattern.kind:
            case Kind.ATTRIBUTE:
                return EMPTY if pattern in matching else NOTHING
            case Kind.CHOICE:
                return self.choice(self.attribute(part, matching) for part in parts)
            case Kind.GROUP | Kind.INTERLEAVE:
                return self.choice(
                    self.group(iter((*parts[:at], self.attribute(part, matching), *parts[at + 1 :])), pattern.kind)
                    for at, part in enumerate(parts)
                )
            case Kind.MORE:
                again = self.choice(iter((pattern, EMPTY)))
                return self.group(iter((self.attribute(parts[0], matching), again)))
            case _:
                return NOTHING

    def _mapped(self, pattern: Pattern, leaf: Callable[[Pattern], Pattern]) -> Pattern:
        parts = (self._mapped(part, leaf) for part in pattern.parts)
        match pattern.kind:
            case Kind.CHOICE:
                return self.choice(parts)
            case Kind.GROUP | Kind.INTERLEAVE:
                return self.group(parts, pattern.kind)
            case Kind.MORE:
                return self.more(next(parts))
            case _:
                return leaf(pattern)

    def _make(self, kind: Kind, parts: tuple[Pattern, ...], *, nullable: bool) -> Pattern:
        return self.made.setdefault((kind, parts), Pattern(kind, parts, nullable=nullable))
