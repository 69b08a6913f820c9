"""Rules: what must hold of an edition before anything is made from it. One function, one code."""

from mastercopy import walk
from mastercopy.check import corrections, index, keys, notes, pages, references
from mastercopy.derive.index import Indexes
from mastercopy.derive.survey import Survey
from mastercopy.model import AnyNode, Edition, Text
from mastercopy.problems import Problem
from mastercopy.register import Register


def problems(
    edition: Edition, register: Register, survey: Survey, indexes: Indexes, *, pictures: frozenset[str]
) -> tuple[Problem, ...]:
    """Everything that is wrong with the edition; `pictures` are the paths of those that its folder has.

    Texts are half of all nodes, and no rule is about one by itself, so they are left out once for all.
    """
    nodes = tuple(node for node in walk.every(_roots(edition)) if not isinstance(node, Text))
    return (
        *keys.check(edition, register, survey, nodes),
        *pages.check(edition, survey, nodes),
        *notes.check(edition, survey, nodes),
        *corrections.check(edition, nodes),
        *references.check(edition, register, nodes, pictures),
        *index.check(register, survey, indexes),
    )


def _roots(edition: Edition) -> tuple[AnyNode, ...]:
    """The text, then each note's label and content."""
    return (*edition.content, *(node for note in edition.notes.values() for node in (*note.label, *note.content)))
