"""The page of the history: what each release changed, word by word, and what isn't released yet."""

from collections.abc import Iterable, Iterator, Sequence

from mastercopy.derive.changes import Change
from mastercopy.derive.record import Recorded, Revision
from mastercopy.derive.releases import Brought, Changed
from mastercopy.write import escape, moved
from mastercopy.write.apparatus import framed
from mastercopy.write.corrections import called
from mastercopy.write.landing import day

_HOW = (
    "What each version of the edition changed in the text, the newest first: what its editors say of it, and every "
    "reading that is another than in the version before, with the words around it."
)
_LONG, _FIRST, _LAST = 40, 24, 8
"""Words of a change, beyond which only the first and the last of them are shown."""


def page(
    found: Sequence[Brought],
    files: Iterable[str],
    gone: frozenset[str],
    *,
    made_from: str,
    head: Iterable[str] = (),
) -> str:
    """The page. `files`: what programs can read of it, in docs/.

    `gone`: the paths of pages that are no more, in whose place another says what became of them.
    """
    links = " and ".join(f"[{file}](../{file})" for file in files)
    last = next((one.version for one in found if one.version), "")
    lines = [f"{_HOW} For programs: {links}."]
    for brought in found:
        lines += ["", f"## {escape.text(heading(brought))} {{#{brought.address.partition('#')[2]}}}", ""]
        lines += _brought(brought, last, gone)
    return framed("History", lines, made_from, head=head)


def heading(brought: Brought) -> str:
    """What a release is called, with its day."""
    return f"Version {brought.version}, {day(brought.date)}" if brought.version else "Not released yet"


def _brought(brought: Brought, last: str, gone: frozenset[str]) -> Iterator[str]:
    if not brought.version and not brought.anything:
        yield f"Nothing has changed since version {escape.text(last)}." if last else "Nothing is on record."
        return
    yield from (_revision(one) for one in brought.revisions)
    yield from ("", *map(escape.text, summary(brought)), "")
    yield from (_changed(one, gone) for one in brought.changes)
    if brought.corrections and not brought.first:
        yield from ("", others(brought), "")
        yield from (_corrected(label, one, gone) for label, one in brought.corrections)


def summary(brought: Brought) -> Iterator[str]:
    """What is said before the changes of a release: how many there are, or why there are none."""
    if brought.first:
        count = len(brought.corrections)
        corrected = f" It has {count} correction{'s' * (count > 1)} of its source." if count else ""
        if brought.version:
            yield f"The first version on record: there is none before it to compare it with.{corrected}"
        else:
            yield f"Nothing was released yet, so there is nothing to compare the text with.{corrected}"
        return
    count = len(brought.changes)
    where = len({one.label for one in brought.changes})
    if count:
        pages = f"{where} pages" if where > 1 else "one page"
        yield f"{count} reading{'s' * (count > 1)} changed, on {pages} of the print:"
    else:
        yield "No reading changed."


def others(brought: Brought) -> str:
    """What is said before the corrections that none of the changes comes from."""
    return "Other corrections:" if any(one.corrections for one in brought.changes) else "Corrections:"


def _revision(one: Revision) -> str:
    """An entry of the list of changes, as an item."""
    said = ", ".join(filter(None, (one.who, one.when)))
    return f"- {escape.line_start(escape.text(one.what))} {_said(said)}".rstrip()


def _said(words: str) -> str:
    return f"[{escape.text(words)}]{{.identity}}" if words else ""


def _changed(one: Changed, gone: frozenset[str]) -> str:
    """A change as an item: where, the words before, what was there, what is there now, the words after."""
    change = one.change
    where = _linked(place(one.label, change.note), one.address or one.alone, gone)
    alone = _linked(f"/{one.alone}", one.alone, gone) if one.alone and one.address else ""
    was = f"[[{unseen('was', change.now)}]{{.unseen}}{_short(change.was)}]{{.del}}" if change.was else ""
    now = f"[[{unseen('is', change.was)}]{{.unseen}}{_short(change.now)}]{{.ins}}" if change.now else ""
    before, after = (escape.text(words) for words in around(change))
    words = filter(None, (before, was, now, after))
    causes = " ".join(_said(cause(correction)) for correction in one.corrections)
    return f"- {' · '.join(filter(None, (where, alone)))} [{' '.join(words)}]{{.passage}} {causes}".rstrip()


def around(change: Change) -> tuple[str, str]:
    """The words before and after a change, with the sign that there are more."""
    return f"… {change.before}" if change.before else "", f"{change.after} …" if change.after else ""


def unseen(which: str, other: str) -> str:
    """What a screen reader says before words that were there (`was`) or are there now (`is`), where `other` were."""
    if which == "was":
        return "was: " if other else "removed: "
    return "now is: " if other else "added: "


def place(label: str, note: str) -> str:
    """How a place is called: `p. 44, n. 1`."""
    return ", ".join(filter(None, (f"p. {label}" if label else "before the first page", note)))


def cause(one: Recorded) -> str:
    """Why a correction was made, of what kind it is, by whom and when."""
    said = ", ".join(filter(None, (one.who, one.when)))
    return " ".join(filter(None, (f"{called(one.kind)}:" if one.kind else "", one.why, f"({said})" if said else "")))


def _corrected(label: str, one: Recorded, gone: frozenset[str]) -> str:
    """A correction as an item: where, both readings, why."""
    where = _linked(place(label, one.note), one.address, gone)
    return f"- {where} [{escape.text(readings(one))}]{{.passage}} {_said(cause(one))}"


def readings(one: Recorded) -> str:
    """What the source has, and what the edition reads."""
    source, edition = (f"“{words}”" if words else "nothing" for words in (one.source, one.edition))
    return f"The source has {source}; the edition reads {edition}."


def _linked(words: str, address: str, gone: frozenset[str]) -> str:
    """Words that lead to an address, or to what stands in the place of its page; only words where there is none."""
    if not address:
        return escape.text(words)
    path, sign, fragment = address.partition("#")
    to = f"../{moved.file(path)}{sign}{fragment}" if path in gone else moved.link(address, "../")
    return f"[{escape.text(words)}]({to})"


def _short(words: str) -> str:
    return escape.text(shortened(words))


def shortened(words: str) -> str:
    """The words; of many only the first and the last, and how many they are."""
    split = words.split(" ")
    if len(split) <= _LONG:
        return words
    return f"{' '.join(split[:_FIRST])} […] {' '.join(split[-_LAST:])} ({len(split)} words)"
