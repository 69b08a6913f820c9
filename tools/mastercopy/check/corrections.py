"""C: corrections are on record, whole."""

from collections.abc import Iterator

from mastercopy.check.nodes import Nodes
from mastercopy.model import Correction, Edition
from mastercopy.problems import Problem


def check(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """All problems of this family that reading doesn't find."""
    for node in nodes.of(Correction):
        yield from unexplained(edition, node)
        yield from idle(edition, node)


def unexplained(edition: Edition, node: Correction) -> Iterator[Problem]:
    """C001: who corrected, why, and whose slip it is."""
    if node.who and node.who not in edition.header.people:
        message = f"the correction{_named(node)} is by '{node.who}', whom the header's titleStmt doesn't have"
        yield Problem(edition.file, node.line, "C001", message)
    lacking = [
        what
        for what, given in (
            ("who (resp, the xml:id of somebody in the header's titleStmt)", bool(node.who)),
            ('why (<note type="reason"> at the end of the corr)', bool(node.reason)),
            ("what kind of slip it mends (type: transcription, print or emendation)", node.kind is not None),
        )
        if not given
    ]
    if lacking:
        yield Problem(
            edition.file, node.line, "C001", f"the correction{_named(node)} doesn't say {', nor '.join(lacking)}"
        )


def idle(edition: Edition, node: Correction) -> Iterator[Problem]:
    """C002: the readings differ."""
    if node.source == node.edition:
        yield Problem(edition.file, node.line, "C002", f"both readings of the correction{_named(node)} are the same")


def _named(node: Correction) -> str:
    return f" '{node.key}'" if node.key else ""
