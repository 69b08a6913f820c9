"""Rules: what must hold of an edition before anything is made from it. One function, one code."""

from collections.abc import Mapping

from mastercopy.check import addresses, corrections, index, keys, notes, pages, references
from mastercopy.check.nodes import Nodes
from mastercopy.derive.addresses import Address
from mastercopy.derive.index import Indexes
from mastercopy.derive.survey import Survey
from mastercopy.model import Edition
from mastercopy.problems import Problem
from mastercopy.register import Register


def problems(edition: Edition, register: Register, survey: Survey, pictures: frozenset[str]) -> tuple[Problem, ...]:
    """Everything that is wrong with the edition; `pictures` are the paths of those that its folder has."""
    nodes = Nodes(edition)
    return (
        *keys.check(edition, register, survey, nodes),
        *pages.check(edition, survey, nodes),
        *notes.check(edition, survey, nodes),
        *corrections.check(edition, nodes),
        *references.check(edition, register, survey, nodes, pictures),
    )


def indexed(register: Register, survey: Survey, indexes: Indexes) -> tuple[Problem, ...]:
    """Everything that is wrong with the indexes."""
    return tuple(index.check(register, survey, indexes))


def published(known: addresses.Published, today: Mapping[str, Address]) -> tuple[Problem, ...]:
    """Everything that is wrong with what was published, as the site is today: its addresses by themselves."""
    return tuple(addresses.check(known, today))
