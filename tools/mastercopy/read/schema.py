"""Validity by the schema beside the master (RelaxNG, compiled from edition.rnc)."""

from typing import TYPE_CHECKING

from lxml import etree

from mastercopy.problems import Problem
from mastercopy.read import xml
from mastercopy.read.desk import RNG, line

if TYPE_CHECKING:
    from mastercopy.read.faults import Fault

_MOST = 200

_SAID_BETTER = {
    ("<pb>", "@n"): "P004",
    ("<corr>", "@type"): "C001",
    ("<choice>", ""): "C001",
    ("<citedRange>", "@from"): "R003",
    ("<citedRange>", "@to"): "R003",
    ("<graphic>", "@url"): "R004",
    ("<ref>", "@target"): "R004",
    ("<ref>", "@subtype"): "N002",
}
"""Which rule of our own says better what the schema finds at an attribute or element."""


def validate(root: etree._Element, schema: bytes, *, file: str, schema_file: str) -> tuple[Problem, ...]:
    """What isn't valid in `root`; the first 200 places."""
    grammar, problems = xml.parse(schema, schema_file)
    if grammar is None:
        return problems
    if (other := next(grammar.iter(f"{RNG}include", f"{RNG}externalRef", f"{RNG}parentRef"), None)) is not None:
        name = str(other.tag).removeprefix(RNG)
        message = f"<{name}> isn't followed: a schema is one file"
        return (Problem(schema_file, line(other), "X004", message),)
    try:
        rules = etree.RelaxNG(grammar)
    except etree.RelaxNGParseError as error:
        return (Problem(schema_file, 1, "X001", f"this is no RelaxNG schema: {error}"),)
    if rules.validate(root):
        return ()
    return _explained(root, grammar, file, str(rules.error_log.last_error or "").rsplit(": ", 1)[-1])


def _explained(root: etree._Element, grammar: etree._Element, file: str, said: str) -> tuple[Problem, ...]:
    """The faults as problems; what libxml2 `said`, where they can't be found. A valid file needs none of this."""
    from mastercopy.read.faults import Faults
    from mastercopy.read.grammar import Grammar, UnsupportedError

    try:
        found = Faults(Grammar(grammar)).of(root)
    except (UnsupportedError, RecursionError):
        found = ()
    if not found:
        return (Problem(file, 1, "S001", f"not valid by the schema: {said}"),)
    problems = tuple(Problem(file, fault.line, "S001", fault.message, better=_better(fault)) for fault in found)
    if len(problems) > _MOST:
        rest = Problem(file, problems[_MOST].line, "S001", f"and {len(problems) - _MOST} more places are not valid")
        return (*problems[:_MOST], rest)
    return problems


def _better(fault: "Fault") -> str:
    """The code of the rule that says the same better; ours only counts where it has something to say at that line."""
    if fault.message.endswith("is no element of the schema"):
        return "S002"
    if fault.about == "@xml:id":
        return "D002" if "=" in fault.message else "D003"
    return _SAID_BETTER.get((fault.element, fault.about), "")
