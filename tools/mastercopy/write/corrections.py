"""The page that lists the corrections: what the source has, what the edition reads, and who says so, when and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mastercopy import walk
from mastercopy.derive.corrections import Corrected
from mastercopy.derive.releases import UNRELEASED, release
from mastercopy.model import CorrectionKind, Inline, Reading
from mastercopy.write import escape
from mastercopy.write.apparatus import framed

KINDS: Mapping[CorrectionKind, tuple[str, str]] = {
    CorrectionKind.TRANSCRIPTION: ("transcription error", "the editors judge that the transcription slipped"),
    CorrectionKind.PRINT: ("print error", "the editors judge that the print erred"),
    CorrectionKind.EMENDATION: (
        "editors’ emendation",
        "it can’t be known whose error it is, or the reading is doubtful",
    ),
}
"""What each kind of correction is called, and what it means."""
NOTHING, SPACE = "(nothing)", "(a space)"
"""What stands for a reading without words."""


def page(
    found: Sequence[Corrected], since: Mapping[str, str], *, released: bool, made_from: str, head: Iterable[str] = ()
) -> str:
    """The page; `since`: the release that brought each correction, by its key, "" for one that isn't released yet.

    `released`: whether anything was; otherwise nothing is said of releases.
    """
    table = ["| Page | The source has | The edition reads | Kind | Why | Who and when |", "|" + " --- |" * 6]
    for made in found:
        version = since.get(made.anchor) if released else None
        table.append(f"| {' | '.join(_cells(made, version))} |")
    lines = [*_totals(found), "", *table] if found else ["The edition reads nowhere otherwise than its source."]
    return framed("Corrections", lines, made_from, classes="wide", head=("hide: [toc]", *head))


def _totals(found: Sequence[Corrected]) -> Iterator[str]:
    """How many there are, and how many of each kind."""
    count = len(found)
    places = f"{count} places" if count > 1 else "one place"
    inside = sum(bool(made.note) for made in found)
    notes = {0: "none of them in a note", 1: "one of them in a note"}.get(inside, f"{inside} of them in notes")
    yield f"The edition reads otherwise than its source at {places}, {notes}. Both readings are kept."
    yield ""
    by_kind = Counter(made.correction.kind for made in found)
    for kind, (_, meaning) in KINDS.items():
        count = by_kind[kind]
        yield f"- **{count or 'No'}** {called(kind)}{'' if count == 1 else 's'}: {meaning}"


def _cells(made: Corrected, version: str | None) -> Iterator[str]:
    correction = made.correction
    yield f"[{escape.text(made.label) or '→'}]({made.section}.md#{made.anchor})"
    yield _reading(correction.source, Reading.SOURCE)
    yield _reading(correction.edition, Reading.EDITION)
    yield called(correction.kind)
    yield escape.text(correction.reason)
    when = f"[{escape.text(made.when)}]{{.day}}" if made.when else ""
    yield ", ".join(filter(None, (escape.text(made.who), when, _since(version))))


def called(kind: CorrectionKind | None) -> str:
    """What a kind of correction is called; "" where it has none."""
    return KINDS[kind][0] if kind else ""


def _reading(content: Iterable[Inline], reading: Reading) -> str:
    """The words of a reading, and what editors say where it has none."""
    letters = walk.letters(content, reading=reading)
    words = " ".join(filter(None, letters.split(" ")))
    return escape.text(words) if words else f"[{SPACE if letters else NOTHING}]{{.identity}}"


def _since(version: str | None) -> str:
    """The release since which a reading stands; nothing where that isn't known."""
    if version is None:
        return ""
    before, words, address = (
        ("since ", f"version {version}", release(version)) if version else ("", "not released yet", UNRELEASED)
    )
    return f"{before}[{escape.text(words)}](history.md#{address.partition('#')[2]})"
