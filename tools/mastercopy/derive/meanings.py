"""Which work and passage a reference means: `Ibid.`, or a volume and a page."""

import re
from collections.abc import Iterator, Mapping

from mastercopy import walk
from mastercopy.derive.passages import named, printed_volumes, single
from mastercopy.derive.survey import Place, Survey
from mastercopy.model import Citation, Mention
from mastercopy.register import Entry, EntryKind, Register

_REFERS_BACK = re.compile(
    r"\b(?:(?:ibid(?:em)?|idem|ebenda)\b|(?:id|loc\.? ?cit|op\.? ?cit|ebd|ders|dies|a\. ?a\. ?O)\.)", re.IGNORECASE
)
"""Words that refer to a work named before (CMOS 14.34 to 14.36, and the German ones)."""


def meanings(register: Register, survey: Survey) -> Mapping[str, str]:
    """The work and the passage that is meant, by the key of the reference; only where the register knows the work.

    A mention in a reference that has a meaning has none of its own.
    """
    entries = {entry.key: entry for entry in register.entries}
    cited = [(node, place) for node, place in survey.found if isinstance(node, Citation)]
    found = dict(_citations(cited, entries))
    within = {
        inner.key
        for node, _ in cited
        if node.key in found
        for inner in walk.nodes([node])
        if isinstance(inner, Mention)
    }
    return found | {key: meaning for key, meaning in _mentions(survey, entries) if key not in within}


def _citations(cited: list[tuple[Citation, Place]], entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    volumes = printed_volumes((node, place) for node, place in cited if node.works)
    for node, _ in cited:
        if not node.key or not node.works or node.works[0] not in entries:
            continue
        work = walk.words(entries[node.works[0]].heading)
        passages = [
            ", ".join(named(range_, node.works[-1], volumes) for range_ in ranges) for ranges in single(node.ranges)
        ]
        passage = "; ".join(filter(None, passages))
        yield node.key, f"{work}: {passage}" if passage else work


def _mentions(survey: Survey, entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """Mentions of a work by a word that refers back to it."""
    works = {key: walk.words(entry.heading) for key, entry in entries.items() if entry.kind is EntryKind.WORK}
    for node, _ in survey.found:
        if not isinstance(node, Mention) or not node.key:
            continue
        named_ = [works[key] for key in node.entries or node.headings if key in works]
        if named_ and _REFERS_BACK.search(walk.plain([node])):
            yield node.key, "; ".join(named_)
