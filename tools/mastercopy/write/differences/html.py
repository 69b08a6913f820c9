"""A comparison as one page of HTML that needs nothing else: no script, no request, in light and in dark.

Deletions and insertions are `del` and `ins`, which have roles of their own (ARIA in HTML). Not every screen reader says
them, so words that only those read stand in each; those who see have a line through or under the words, and colour.
"""

from collections.abc import Iterable, Iterator

from mastercopy.derive.differences.values import Comparison, Mark, Run, Spot
from mastercopy.write.differences import wording
from mastercopy.write.differences.wording import Entry
from mastercopy.write.escape import html, visible

_STYLE = """
:root { color-scheme: light dark; --deleted: #fbe3e4; --inserted: #dcf2e0; --quiet: #555; --paper: #fff; --ink: #1a1a1a;
  --link: #0b4f9e; background: var(--paper); color: var(--ink); }
@media (prefers-color-scheme: dark) {
  :root { --deleted: #55262a; --inserted: #1d4428; --quiet: #bbb; --paper: #161616; --ink: #eee; --link: #9cc7ff; }
}
a { color: var(--link); }
body { max-width: 46rem; margin: 0 auto; padding: 1rem; font: 1rem/1.6 Georgia, serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; }
h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid; }
h3 { font-size: 1rem; margin-bottom: 0; }
p, dl { margin: .25rem 0; }
dt { float: left; clear: left; margin-right: .5rem; }
dt::after { content: ":"; }
dd { margin: 0; }
.place { color: var(--quiet); font-size: .9rem; }
del, ins { padding: 0 .15em; unicode-bidi: isolate; }
del { background: var(--deleted); }
ins { background: var(--inserted); text-underline-offset: .2em; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TAGS = {
    Mark.EQUAL: "{}",
    Mark.DELETED: '<del><span class="said">deleted: </span>{}<span class="said"> (end of deletion)</span></del>',
    Mark.INSERTED: '<ins><span class="said">inserted: </span>{}<span class="said"> (end of insertion)</span></ins>',
}


def written(comparison: Comparison) -> str:
    """The whole page."""
    title = _text(wording.heading(comparison))
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{title}</title>",
        f"<style>{_STYLE}</style>",
    )
    body = (f"<h1>{title}</h1>", f"<p>{_text(wording.verdict(comparison))}</p>", *_groups(comparison))
    lines = ("<!DOCTYPE html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", "<main>", *body, "</main>")
    return "\n".join((*lines, "</body>", "</html>", ""))


def _groups(comparison: Comparison) -> Iterator[str]:
    language = f' lang="{html(comparison.language)}"' if comparison.language else ""
    for name, entries in wording.groups(comparison):
        yield from ("<section>", f"<h2>{_text(name)}</h2>")
        for entry in entries:
            yield from ("<article>", *_entry(entry, comparison, language), "</article>")
        yield "</section>"


def _entry(entry: Entry, comparison: Comparison, language: str) -> Iterator[str]:
    yield f"<h3>{_text(entry.title)}</h3>"
    if entry.place:
        yield f'<p class="place">{_place(entry, comparison)}</p>'
    if entry.details:
        yield "<dl>"
        for one in entry.details:
            runs = (run for run in (Run(Mark.DELETED, one.was), Run(Mark.INSERTED, one.now)) if run.words)
            yield f"<dt>{_text(one.name)}</dt><dd>{_runs(runs)}</dd>"
        yield "</dl>"
    if entry.runs:
        yield f'<p dir="auto"{language}>{_runs(entry.runs)}</p>'


def _place(entry: Entry, comparison: Comparison) -> str:
    """Where it is, with a link to where it is now if the edition is published."""
    spot = next(iter(entry.change.now), Spot())
    if not spot.address or not comparison.address.startswith(("https://", "http://")):
        return _text(entry.place)
    return f'<a href="{html(visible(comparison.address + spot.address))}">{_text(entry.place)}</a>'


def _runs(runs: Iterable[Run]) -> str:
    return " ".join(_TAGS[run.mark].format(_text(run.words)) for run in runs)


def _text(words: str) -> str:
    return html(visible(words))
