"""Why a document isn't valid by a schema, in sentences for editors, each at the element that it is about.

libxml2 says quickly and rightly whether a document is valid. Why not, it says badly: of an element that may stand in
several orders it names the outermost line. So what it refuses is gone through once more here.
"""

from copy import deepcopy
from typing import NamedTuple

from lxml import etree
from msgspec import Struct, field

from mastercopy.read import wording
from mastercopy.read.desk import RNG, TEI, folded, line
from mastercopy.read.grammar import Grammar
from mastercopy.read.patterns import NOTHING, Kind, Pattern


class Fault(NamedTuple):
    """A fault at a line. `about`: `@name` for an attribute of the element, "" for the element or its content."""

    line: int
    element: str
    about: str
    message: str


class Faults(Struct):
    """One document held against one schema."""

    grammar: Grammar
    known: dict[tuple[etree._Element, Pattern], tuple[Fault, ...]] = field(default_factory=dict)
    matched: dict[tuple[Pattern, str], bool] = field(default_factory=dict)
    rules: dict[Pattern, etree.RelaxNG] = field(default_factory=dict)

    def of(self, root: etree._Element) -> tuple[Fault, ...]:
        """All faults, in document order."""
        starts = self.grammar.patterns.leaves(self.grammar.start(), Kind.ELEMENT)
        wanted = [start for start in starts if start.name == root.tag]
        if not wanted:
            if any(start.name == f"{TEI}{root.tag}" for start in starts):
                message = f'{wording.shown(root)} is not in the namespace of TEI; write xmlns="{TEI.strip("{}")}" in it'
                return (_fault(root, "", message),)
            names = wording.listed(start.name for start in starts)
            return (_fault(root, "", f"{wording.shown(root)} can't be the outermost element; that is {names}"),)
        return self._in(root, wanted[0])

    def _in(self, element: etree._Element, definition: Pattern) -> tuple[Fault, ...]:
        """The faults in the element and below it, if it is meant as the definition has it."""
        if (known := self.known.get((element, definition))) is None:
            found: list[Fault] = []
            content = self._attributes(element, self.grammar.content(definition), found)
            if self.grammar.patterns.leaves(content, Kind.VALUE) or self.grammar.patterns.leaves(content, Kind.LIST):
                self._value(element, content, found)
            else:
                self._children(element, content, found)
            known = self.known[element, definition] = tuple(found)
        return known

    def _attributes(self, element: etree._Element, pattern: Pattern, found: list[Fault]) -> Pattern:
        """The content that the element may have, after its attributes."""
        patterns = self.grammar.patterns
        every = patterns.leaves(pattern, Kind.ATTRIBUTE)
        left = pattern
        for name, value in element.attrib.items():
            named = [leaf for leaf in every if leaf.name == name]
            matching = frozenset(leaf for leaf in named if self._matches(leaf.parts[0], str(value)))
            after = patterns.attribute(left, matching)
            if after is not NOTHING:
                left = after
            else:
                found.append(_fault(element, str(name), _refused(element, str(name), str(value), every, matching)))
                left = self._as_if_given(left, named)
        if (closed := patterns.closed(left)) is not NOTHING:
            return closed
        lacking = self._lacking(left)
        found.append(_fault(element, lacking[0] if len(lacking) == 1 else "", _lacks(element, lacking)))
        return patterns.content(left)

    def _as_if_given(self, pattern: Pattern, named: list[Pattern]) -> Pattern:
        after = self.grammar.patterns.attribute(pattern, frozenset(named)) if named else NOTHING
        return pattern if after is NOTHING else after

    def _lacking(self, pattern: Pattern) -> tuple[str, ...]:
        """The attributes that must still be given: those of which one is enough, or else all that there are."""
        patterns = self.grammar.patterns
        names = tuple(dict.fromkeys(leaf.name for leaf in patterns.leaves(pattern, Kind.ATTRIBUTE)))
        enough = []
        for name in names:
            given = frozenset(leaf for leaf in patterns.leaves(pattern, Kind.ATTRIBUTE) if leaf.name == name)
            if patterns.closed(patterns.attribute(pattern, given)) is not NOTHING:
                enough.append(name)
        return tuple(enough) or tuple(
            name for name in names if not _optional(patterns.leaves(pattern, Kind.ATTRIBUTE), name, pattern)
        )

    def _children(self, element: etree._Element, content: Pattern, found: list[Fault]) -> None:
        """Goes through text and children; what is refused is left out, and so is what it would lead to."""
        patterns = self.grammar.patterns
        before = len(found)
        left = self._text(element, None, content, content, found)
        below: list[Fault] = []
        for child in element:
            after = patterns.child(left, str(child.tag))
            meant = [first for first in patterns.firsts(left) if first.name == child.tag]
            if after is NOTHING:
                meant = [one for one in patterns.leaves(content, Kind.ELEMENT) if one.name == child.tag]
                found.append(_fault(child, "", self._misplaced(child, element, left, meant=bool(meant))))
                meant = meant or list(self.grammar.elements(str(child.tag)))
            else:
                left = after
            below.extend(self._fewest(child, meant))
            left = self._text(element, child, left, content, found)
        if not left.nullable and len(found) == before:
            names = wording.listed(first.name for first in patterns.firsts(left))
            found.append(_fault(element, "", f"{wording.shown(element)} is not complete: {names} is lacking"))
        found.extend(below)

    def _fewest(self, child: etree._Element, meant: list[Pattern]) -> tuple[Fault, ...]:
        """The faults in the child, by that one of its definitions that leaves the fewest."""
        candidates = [self._in(child, definition) for definition in meant]
        return min(candidates, key=len) if candidates else ()

    def _text(
        self, element: etree._Element, after: etree._Element | None, left: Pattern, content: Pattern, found: list[Fault]
    ) -> Pattern:
        """What may follow the text at the beginning of the element or after a child."""
        text = element.text if after is None else after.tail
        if not text or not text.strip(" \t\r\n"):
            return left
        if (rest := self.grammar.patterns.words(left)) is not NOTHING:
            return rest
        words = folded(text).strip(" ")
        words = words if len(words) <= 30 else f"{words[:29]}…"
        where = "at this place in" if self.grammar.patterns.leaves(content, Kind.TEXT) else "directly in"
        message = f"text can't stand {where} {wording.shown(element)}: '{words}'"
        found.append(Fault(_line_of_text(element, after, text), wording.shown(element), "", message))
        return left

    def _misplaced(self, child: etree._Element, parent: etree._Element, left: Pattern, *, meant: bool) -> str:
        name = wording.shown(child)
        if not self.grammar.elements(str(child.tag)):
            return f"{name} is no element of the schema"
        if not meant:
            return f"{name} can't stand in {wording.shown(parent)}"
        if not (names := tuple(dict.fromkeys(first.name for first in self.grammar.patterns.firsts(left)))):
            return f"{name} can't stand at this place in {wording.shown(parent)}: nothing may follow here"
        may = f": {wording.listed(names)} may follow here" if len(names) <= wording.MOST_NAMES else ""
        return f"{name} can't stand at this place in {wording.shown(parent)}{may}"

    def _value(self, element: etree._Element, content: Pattern, found: list[Fault]) -> None:
        """Holds an element that has one value and no children against its pattern."""
        found.extend(
            _fault(child, "", f"{wording.shown(child)} can't stand in {wording.shown(element)}") for child in element
        )
        value = "".join(str(part) for part in element.itertext())
        if not self._matches(content, value):
            message = f"{wording.shown(element)} can't have the content '{folded(value)}'{wording.forms(content)}"
            found.append(_fault(element, "", message))

    def _matches(self, pattern: Pattern, value: str) -> bool:
        match pattern.kind:
            case Kind.CHOICE:
                return any(self._matches(part, value) for part in pattern.parts)
            case Kind.EMPTY:
                return not value.strip(" \t\r\n")
            case Kind.TEXT:
                return True
            case Kind.LIST:
                left = pattern.parts[0]
                for token in value.split():
                    left = self.grammar.patterns.token(left, lambda leaf, token=token: self._is(leaf, token))  # type: ignore[misc]
                return left.nullable
            case Kind.VALUE:
                return self._is(pattern, value)
            case _:
                return False

    def _is(self, pattern: Pattern, value: str) -> bool:
        """Whether a value is of the type, or is the one that the pattern names: libxml2 knows the types."""
        if (known := self.matched.get((pattern, value))) is None:
            if (rules := self.rules.get(pattern)) is None:
                rules = self.rules[pattern] = _alone(pattern)
            probe = etree.Element("value")
            probe.text = value
            known = self.matched[pattern, value] = bool(rules.validate(probe))
        return known


def _alone(pattern: Pattern) -> etree.RelaxNG:
    """A schema of one element that has the value."""
    source = pattern.source
    if source is None:
        raise ValueError(pattern)
    holder = etree.Element(f"{RNG}element", name="value")
    copy = deepcopy(source)
    copy.tail = None
    libraries = (up.get("datatypeLibrary") for up in (source, *source.iterancestors()))
    if (library := next(filter(None, libraries), None)) is not None:
        copy.set("datatypeLibrary", library)
    holder.append(copy)
    return etree.RelaxNG(holder)


def _refused(
    element: etree._Element, name: str, value: str, every: tuple[Pattern, ...], matching: frozenset[Pattern]
) -> str:
    """Why the element can't have the attribute."""
    whose, attribute = wording.shown(element), wording.plain(name)
    named = [leaf for leaf in every if leaf.name == name]
    if not named:
        may = wording.listed(dict.fromkeys(leaf.name for leaf in every), brackets=False)
        return f"{whose} can't have the attribute {attribute}" + (f", only {may}" if may else "")
    if not matching:
        return f'{whose} can\'t have {attribute}="{value}"{wording.forms(*(leaf.parts[0] for leaf in named))}'
    besides = (other for other in map(str, element.attrib) if other != name and not other.startswith(wording.XML))
    others = wording.listed(besides, brackets=False)
    return f'{whose} can\'t have {attribute}="{value}" together with {others or "what else it has"}'


def _lacks(element: etree._Element, names: tuple[str, ...]) -> str:
    which = wording.listed(names, brackets=False)
    return f"{wording.shown(element)} lacks the attribute {which}".rstrip()


def _optional(leaves: tuple[Pattern, ...], name: str, pattern: Pattern) -> bool:
    """Whether none of the attributes of the name must be given, as far as the outermost group says."""
    must = {part.name for part in pattern.parts} if pattern.kind is Kind.GROUP else {leaf.name for leaf in leaves}
    return name not in must


def _line_of_text(element: etree._Element, after: etree._Element | None, text: str) -> int:
    """The line on which the text begins: lxml knows the lines of start tags only."""
    following = (element[0] if len(element) else None) if after is None else after.getnext()
    leading = text[: len(text) - len(text.lstrip(" \t\r\n"))]
    if following is not None and after is not None:
        return line(following) - text.count("\n") + leading.count("\n")
    return (line(element) if after is None else _end(after)) + leading.count("\n")


def _end(element: etree._Element) -> int:
    """The line on which the element ends, comments left out."""
    last = next(element.iterchildren(reversed=True), None)
    if last is None:
        return line(element) + (element.text or "").count("\n")
    return _end(last) + (last.tail or "").count("\n")


def _fault(element: etree._Element, attribute: str, message: str) -> Fault:
    return Fault(line(element), wording.shown(element), f"@{wording.plain(attribute)}" if attribute else "", message)
