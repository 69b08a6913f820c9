"""A comparison as Markdown, to be put into a message, a pull request or a page: nothing of the text is live in it."""

from collections.abc import Iterable, Iterator

from mastercopy.derive.differences.values import Comparison, Detail, Mark, Run
from mastercopy.write import escape
from mastercopy.write.differences import wording
from mastercopy.write.differences.wording import Entry

_TAGS = {Mark.EQUAL: "{}", Mark.DELETED: "<del>{}</del>", Mark.INSERTED: "<ins>{}</ins>"}


def written(comparison: Comparison) -> str:
    """The whole text."""
    return "".join(f"{line}\n" for line in _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    yield from (f"# {_text(wording.heading(comparison))}", "", _text(wording.verdict(comparison)))
    for name, entries in wording.groups(comparison):
        yield from ("", f"## {_text(name)}", "")
        for entry in entries:
            yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"- {_text(entry.title)}" + (f" ({_text(entry.place)})" if entry.place else "")
    for detail in entry.details:
        yield f"    - {_text(detail.name)}: {_runs(_said(detail))}"
    if entry.runs:
        yield f"    - {_runs(entry.runs)}"


def _said(detail: Detail) -> Iterator[Run]:
    return (run for run in (Run(Mark.DELETED, detail.was), Run(Mark.INSERTED, detail.now)) if run.words)


def _runs(runs: Iterable[Run]) -> str:
    return " ".join(_TAGS[run.mark].format(_text(run.words)) for run in runs)


def _text(words: str) -> str:
    """Words in which nothing is live; a line that begins with them begins no list either."""
    return escape.line_start(escape.text(escape.visible(words)))
