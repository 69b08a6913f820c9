"""Validity by the schema beside the master (RelaxNG, compiled from edition.rnc)."""

import re

from lxml import etree

from mastercopy.problems import Problem

_NAMESPACE = re.compile(r"\{[^}]*\}")
_MOST = 50


def validate(root: etree._Element, schema: bytes, *, file: str, schema_file: str) -> tuple[Problem, ...]:
    """What isn't valid in `root`, a problem for each line that has one; the first 50."""
    try:
        rules = etree.RelaxNG(etree.fromstring(schema, etree.XMLParser(resolve_entities=False, no_network=True)))
    except (etree.XMLSyntaxError, etree.RelaxNGParseError) as error:
        return (Problem(schema_file, 1, "X001", f"the schema can't be read: {error}"),)
    if rules.validate(root):
        return ()
    problems: dict[int, Problem] = {}
    for entry in rules.error_log:
        said = _NAMESPACE.sub("", entry.message)
        if said.startswith("Extra element") and entry.line in problems:
            continue
        problems.setdefault(entry.line, Problem(file, entry.line, "S001", said))
    return tuple(problems.values())[:_MOST]
