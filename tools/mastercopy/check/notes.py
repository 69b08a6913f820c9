"""N: notes and their marks."""

from collections.abc import Iterator

from mastercopy import walk
from mastercopy.check.nodes import Nodes
from mastercopy.derive.survey import Survey
from mastercopy.model import Edition, Mark, NoteKind
from mastercopy.problems import Problem


def check(edition: Edition, survey: Survey, nodes: Nodes) -> Iterator[Problem]:
    """All problems of this family that reading doesn't find."""
    yield from unmarked(edition, survey)
    yield from dangling(edition, nodes)
    yield from repeated_labels(edition, survey)


def unmarked(edition: Edition, survey: Survey) -> Iterator[Problem]:
    """N001: every note has a mark, unless the master says that the source is so; and what it says is true."""
    for key, note in edition.notes.items():
        printed = survey.notes.get(key)
        marks = 0 if printed is None else printed.marks
        if not marks and not note.unmarked:
            message = f"the note '{key}' has no mark in the text; subtype=\"no-mark\" says that the source is so"
            yield Problem(edition.file, note.line, "N001", message)
        elif marks and note.unmarked:
            message = f"the note '{key}' has a mark, and the master says that it has none; take out subtype=\"no-mark\""
            yield Problem(edition.file, note.line, "N001", message)


def dangling(edition: Edition, nodes: Nodes) -> Iterator[Problem]:
    """N002: every mark has its note, unless the master says that the source is so."""
    for node in nodes.of(Mark):
        if node.note and node.note not in edition.notes:
            message = f"this mark leads to the note '{node.note}', and no note has that xml:id"
            yield Problem(edition.file, node.line, "N002", message)


def repeated_labels(edition: Edition, survey: Survey) -> Iterator[Problem]:
    """N003: a label names one note on a page; where the print repeats it, the edition corrects it on record."""
    first: dict[tuple[int, str], str] = {}
    for key, printed in survey.notes.items():
        label = walk.plain(printed.note.label)
        if not label or printed.note.kind is NoteKind.EDITORIAL:
            continue
        page = printed.pages[0]
        other = first.setdefault((page, label), key)
        if other != key:
            message = (
                f"page {survey.label(page)} has the label {label} twice, at the notes '{other}' and '{key}'; "
                "correct one in its <label>"
            )
            yield Problem(edition.file, printed.note.line, "N003", message)
