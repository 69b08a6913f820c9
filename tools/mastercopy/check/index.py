"""I: the index that the register and the mentions make."""

from collections.abc import Iterator

from mastercopy import walk
from mastercopy.derive.index import BARE_LOCATORS, Indexed, Indexes
from mastercopy.derive.survey import Survey
from mastercopy.model import Citation, Mention, Topic
from mastercopy.problems import Problem
from mastercopy.register import Register


def check(register: Register, survey: Survey, indexes: Indexes) -> Iterator[Problem]:
    """All problems of this family."""
    indexed = {found.entry.key: found for entries in indexes.values() for found in entries}
    yield from lost_references(register, indexed)
    yield from passed_over(register, indexed)
    yield from crowded(register, indexed)
    yield from unused(register, indexed, survey)


def lost_references(register: Register, indexed: dict[str, Indexed]) -> Iterator[Problem]:
    """I001: see and see also lead to an entry that the index shows, and see to one that has locators."""
    for entry in register.entries:
        for key in (*entry.see, *entry.see_also):
            found = indexed.get(key)
            if found is None or key == entry.key or (key in entry.see and found.see):
                message = (
                    f"'{entry.key}' refers to '{key}', and the index shows no other entry of that key with locators"
                )
                yield Problem(register.file, entry.line, "I001", message)


def passed_over(register: Register, indexed: dict[str, Indexed]) -> Iterator[Problem]:
    """I001 too: an entry that only says where to look has no locators, so no mention may lead to it."""
    for found in indexed.values():
        if found.see and (found.locators or found.subs):
            message = f"'{found.entry.key}' says only where to look (see), and mentions lead to it; make it seeAlso"
            yield Problem(register.file, found.entry.line, "I001", message)


def crowded(register: Register, indexed: dict[str, Indexed]) -> Iterator[Problem]:
    """I002: more than six bare locators help nobody (CMOS 16.28)."""
    for found in indexed.values():
        counted = [(found.entry.line, found.entry.key, found.locators)]
        counted += [(sub.line, sub.key, locators) for sub, locators in found.subs]
        for line, key, locators in counted:
            if len(locators) > BARE_LOCATORS:
                message = f"'{key}' has {len(locators)} bare locators; more than {BARE_LOCATORS} need sub-headings"
                yield Problem(register.file, line, "I002", message)


def unused(register: Register, indexed: dict[str, Indexed], survey: Survey) -> Iterator[Problem]:
    """I003: an entry that nothing in the text leads to is left out of the index."""
    used = {key for node, _ in survey.found if isinstance(node, Citation) for key in node.works}
    used |= {key for node, _ in survey.found if isinstance(node, _MENTIONS) for key in node.headings}
    for entry in register.entries:
        if entry.key and entry.key not in indexed and not used & {entry.key, *(sub.key for sub in entry.subs)}:
            heading = walk.plain(entry.heading)
            yield Problem(register.file, entry.line, "I003", f"nothing in the text leads to '{entry.key}' ({heading})")


_MENTIONS = (Mention, Topic)
