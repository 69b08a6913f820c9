"""A RelaxNG schema, as far as editions need it: read as patterns, each definition when it is first asked for."""

from collections.abc import Callable

from lxml import etree
from msgspec import Struct, field

from mastercopy.read.desk import RNG
from mastercopy.read.patterns import EMPTY, NOTHING, TEXT, Kind, Pattern, Patterns


class UnsupportedError(Exception):
    """The schema uses a part of RelaxNG that isn't read here."""


class Grammar(Struct):
    """The definitions of a schema, read when they are needed."""

    root: etree._Element
    patterns: Patterns = field(default_factory=Patterns)
    defined: dict[str, Pattern] = field(default_factory=dict)
    inside: dict[Pattern, Pattern] = field(default_factory=dict)
    sources: dict[tuple[etree._Element, str], Pattern] = field(default_factory=dict)
    named: dict[str, list[Pattern]] = field(default_factory=dict)

    def start(self) -> Pattern:
        """The root elements that are allowed."""
        starts = self.root.findall(f"{RNG}start")
        if self.root.tag != f"{RNG}grammar" or len(starts) != 1:
            raise UnsupportedError(self.root.tag)
        return self._all(starts[0])

    def content(self, definition: Pattern) -> Pattern:
        """What an element may have: attributes and content."""
        if (known := self.inside.get(definition)) is None:
            if definition.source is None:
                raise UnsupportedError(definition.name)
            known = self.inside[definition] = self._all(definition.source, named=True)
        return known

    def elements(self, name: str) -> tuple[Pattern, ...]:
        """Every definition of the elements of a name."""
        if not self.named:
            for element in self.root.iter(f"{RNG}element"):
                made = self._read(element)
                self.named.setdefault(made.name, []).append(made)
        return tuple(self.named.get(name, ()))

    def _all(self, element: etree._Element, *, named: bool = False) -> Pattern:
        """The pattern of all children, without the name class of an element or attribute."""
        children = list(element)
        skipped = 1 if named and element.get("name") is None else 0
        return self.patterns.group(self._read(child) for child in children[skipped:])

    def _read(self, element: etree._Element) -> Pattern:
        made = self.patterns
        match str(element.tag).removeprefix(RNG):
            case "element" | "attribute" as kind:
                return self._named(element, Kind(kind))
            case "ref":
                return self._define(element.get("name", ""))
            case "choice":
                return made.choice(map(self._read, element))
            case "group" | "div":
                return self._all(element)
            case "interleave":
                return made.group(map(self._read, element), Kind.INTERLEAVE)
            case "mixed":
                return made.group(iter((TEXT, self._all(element))), Kind.INTERLEAVE)
            case "optional":
                return made.choice(iter((self._all(element), EMPTY)))
            case "oneOrMore":
                return made.more(self._all(element))
            case "zeroOrMore":
                return made.choice(iter((made.more(self._all(element)), EMPTY)))
            case "list":
                return self._once(element, lambda: Pattern(Kind.LIST, (self._all(element),)))
            case "data" | "value":
                return self._once(element, lambda: Pattern(Kind.VALUE, source=element))
            case "text":
                return TEXT
            case "empty":
                return EMPTY
            case "notAllowed":
                return NOTHING
            case other:
                raise UnsupportedError(other)

    def _define(self, name: str) -> Pattern:
        if (known := self.defined.get(name)) is None:
            defines = [define for define in self.root.iterfind(f"{RNG}define") if define.get("name") == name]
            if len(defines) != 1:
                raise UnsupportedError(name)
            known = self.defined[name] = self._all(defines[0])
        return known

    def _named(self, element: etree._Element, kind: Kind) -> Pattern:
        """An element or attribute; of name classes, names and choices of names."""
        named = element if element.get("name") else next(iter(element))
        tags = named.iter(f"{RNG}name") if named.tag == f"{RNG}choice" else iter((named,))
        names = []
        for tag in tags:
            if tag is not element and tag.tag != f"{RNG}name":
                raise UnsupportedError(tag.tag)
            names.append(_qualified(tag, tag.get("name") or (tag.text or "").strip(), kind))
        return self.patterns.choice(self._leaf(element, name, kind) for name in names)

    def _leaf(self, element: etree._Element, name: str, kind: Kind) -> Pattern:
        if (known := self.sources.get((element, name))) is None:
            if kind is Kind.ELEMENT:
                known = Pattern(kind, name=name, source=element)
            else:
                value = self._all(element, named=True)
                known = Pattern(kind, (TEXT if value is EMPTY and not len(element) else value,), name, element)
            self.sources[element, name] = known
        return known

    def _once(self, element: etree._Element, make: Callable[[], Pattern]) -> Pattern:
        return self.sources.setdefault((element, ""), make())


def _qualified(tag: etree._Element, name: str, kind: Kind) -> str:
    """The name as lxml has it. An attribute that is named in its start tag isn't in the grammar's namespace."""
    if name.startswith("xml:"):
        return "{http://www.w3.org/XML/1998/namespace}" + name[4:]
    if ":" in name:
        raise UnsupportedError(name)
    if kind is Kind.ATTRIBUTE and tag.tag == f"{RNG}attribute":
        space = tag.get("ns")
    else:
        space = next((up.get("ns") for up in (tag, *tag.iterancestors()) if up.get("ns") is not None), "")
    return f"{{{space}}}{name}" if space else name
