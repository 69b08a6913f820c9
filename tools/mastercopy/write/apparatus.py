"""The pages that the edition adds to the text: the indexes, the pages, the sources."""

from collections.abc import Iterable, Mapping, Sequence

from mastercopy.derive.index import Indexed, Locator
from mastercopy.derive.passages import Passage, Quoted
from mastercopy.derive.survey import Page, Survey
from mastercopy.model import Inline
from mastercopy.register import Entry, EntryKind
from mastercopy.write import escape
from mastercopy.write.inlines import Setting, inlines, span
from mastercopy.write.pages import front_matter

TITLES: Mapping[EntryKind, str] = {
    EntryKind.PERSON: "Index of names",
    EntryKind.WORK: "Index of works",
    EntryKind.PLACE: "Index of places",
    EntryKind.ORGANISATION: "Index of organisations",
    EntryKind.SUBJECT: "Index of subjects",
}

_AUTHORITIES = {
    "VIAF": "https://viaf.org/viaf/",
    "Wikidata": "https://www.wikidata.org/wiki/",
    "GND": "https://d-nb.info/gnd/",
}


def index(kind: EntryKind, entries: Iterable[Indexed], *, of: int, made_from: str) -> str:
    """The page of one index: headings, locators, sub-headings, see and see also. The book has `of` pages."""
    lines = [line for indexed in entries for line in _entry(indexed, of)]
    return framed(TITLES[kind], [_HOW, "", *_listed(lines)], made_from, role="doc-index")


_HOW = (
    "Numbers are pages of the print; each leads to the words themselves. *n.* stands for a note, a range for a "
    "treatment that runs on."
)


_NOTHING = ("The edition has no entries here.",)


def _listed(lines: list[str]) -> list[str]:
    return lines or list(_NOTHING)


def _entry(indexed: Indexed, of: int) -> list[str]:
    """An entry: its heading with its address, then its locators and their strip; sub-headings as a list below."""
    entry = indexed.entry
    heading = span(_words(entry.heading), key=entry.key, classes="heading")
    if indexed.see:
        return [f"- {heading}, *see* {'; '.join(_refer(other, entry.kind) for other in indexed.see)}", ""]
    line = ", ".join([heading, *map(_locator, indexed.locators)])
    every = (*indexed.locators, *(locator for _, locators in indexed.subs for locator in locators))
    lines = [f"- {line}{_strip(every, of)}{_identity(entry)}", ""]
    for sub, locators in indexed.subs:
        lines += [f"    - {', '.join([span(escape.text(sub.words), key=sub.key), *map(_locator, locators)])}", ""]
    if indexed.see_also:
        lines += [f"    - *see also* {'; '.join(_refer(other, entry.kind) for other in indexed.see_also)}", ""]
    return lines


def _strip(locators: Iterable[Locator], of: int) -> str:
    """Where in the book the locators lie, which is drawn when the page is rendered: `on="3 7-9"` of 14 pages."""
    pages = sorted({page for locator in locators for page in range(locator.first, locator.last + 1)})
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    on = " ".join("-".join(str(page + 1) for page in run) for run in runs)
    return f" {span('', classes='strip', on=on, of=str(of))}" if runs else ""


def _locator(locator: Locator) -> str:
    return f"[{escape.text(locator.label)}]({locator.section}.md#{locator.anchor})"


def _refer(entry: Entry, here: EntryKind) -> str:
    page = "" if entry.kind is here else f"{entry.kind}.md"
    return f"[{_words(entry.heading)}]({page}#{entry.key})"


def _identity(entry: Entry) -> str:
    """The short description and the identifiers of authorities that we are certain of."""
    links = [
        f"[{name}]({_AUTHORITIES[name]}{identifier})"
        for name, identifier in entry.authorities
        if name in _AUTHORITIES and identifier.isalnum()
    ]
    said = "; ".join(filter(None, (escape.text(entry.gloss), " ".join(links))))
    return f" [{said}]{{.identity}}" if said else ""


def _words(heading: tuple[Inline, ...]) -> str:
    return inlines(heading, _UNPLACED, linked=True)


_UNPLACED = Setting("", Survey((), (), {}, {}, {}, {}), {}, {})


def passages(found: Iterable[tuple[Entry, tuple[Passage, ...]]], *, made_from: str) -> str:
    """The index of passages cited, by the works in which they are numbered."""
    lines: list[str] = []
    for numbered, cited in found:
        lines += [f"## {_words(numbered.heading)} {{#{numbered.key}}}", ""]
        lines += [f"{escape.text(numbered.gloss[0].upper() + numbered.gloss[1:])}.", ""] if numbered.gloss else []
        for passage in cited:
            line = f"- {escape.text(passage.label)} → {', '.join(map(_locator, passage.locators))}"
            lines += [line if passage.work is None else f"{line} {_identified(passage.work)}", ""]
    how = (
        "Passages by volume and page as the text cites them → pages of the print on which it does, and the work there."
    )
    return framed("Index of passages cited", [how, "", *_listed(lines)], made_from, role="doc-index")


def _identified(work: Entry) -> str:
    """The work that stands at a passage, with a link to its entry, as an aside."""
    return f"[[{_words(work.heading)}](works.md#{work.key})]{{.identity}}"


def pages(survey: Survey, titles: Mapping[str, str], *, made_from: str) -> str:
    """The list of the pages of the print, each with its first words and the section that it begins in."""
    lines = (
        ["| Page | First words | In | By itself |", "| ---: | --- | --- | --- |"] if survey.pages else list(_NOTHING)
    )
    for found in survey.pages:
        link = f"[{escape.text(found.label)}]({found.section}.md#{found.address})"
        section = f"[{escape.text(titles.get(found.section, found.section))}]({found.section}.md)"
        alone = f"[/p/{found.number}/](../p/{found.number}.md)"
        lines.append(f"| {link} | {_opening(found)} | {section} | {alone} |")
    how = (
        "The pages of the print that this edition has, with the first words that it has of each. The last column has "
        "the short address of each, where it stands by itself."
    )
    return framed("Pages of the print", [how, "", *lines], made_from, role="doc-pagelist")


def _opening(page: Page) -> str:
    words = page.opening.rsplit(" ", 1)[0] if len(page.opening) >= 50 else page.opening
    return f"{escape.text(words)} …{' (the number is supplied by the editors)' if page.supplied else ''}"


def sources(found: Sequence[Quoted], survey: Survey, indexed: frozenset[str], *, made_from: str) -> str:
    """The list of quotations in the order of the pages, each with the source that the text names.

    `indexed` are the keys of the works that the index of works has; others are in that of passages.
    """
    lines = ["| Page | Quotation | The text refers to | That is |", "|" + " --- |" * 4] if found else list(_NOTHING)
    for quoted in found:
        first, last = survey.label(quoted.place.page), survey.label(quoted.last)
        label = escape.text(first if first == last else f"{first}–{last}") or "→"
        anchor = quoted.anchor or (survey.pages[quoted.place.page].address if quoted.place.page >= 0 else "")
        works = _work(quoted.works, indexed)
        reference = escape.text(quoted.reference) or "no reference"
        lines.append(
            f"| [{label}]({quoted.place.section}.md#{anchor}) | {escape.text(_short(quoted.words))} | {reference} "
            f"| {works or '—'} |"
        )
    how = "What is encoded as a quotation, with the reference that the text gives for it and the work that it names."
    return framed("Sources quoted", [how, "", *lines], made_from)


def _work(works: tuple[Entry, ...], indexed: frozenset[str]) -> str:
    """The work that is cited; its edition only where the work isn't known."""
    if not works:
        return ""
    page = "works" if works[0].key in indexed else "passages"
    return f"[{_words(works[0].heading)}]({page}.md#{works[0].key})"


_LONG = 14


def _short(words: str) -> str:
    """The first and last words of a quotation that is long."""
    split = words.split(" ")
    return words if len(split) <= _LONG else f"{' '.join(split[:8])} … {' '.join(split[-4:])}"


def framed(  # noqa: PLR0913 # what a page may have beside its lines
    title: str, lines: list[str], made_from: str, *, role: str = "", classes: str = "", head: Iterable[str] = ()
) -> str:
    """A made page whose every word is the editors': it is marked so as a whole, with more classes if need be."""
    said = f' role="{role}" aria-label="{title}"' if role else ""
    kinds = " ".join(filter(None, ("ed apparatus", classes)))
    opening = f'<section class="ed apparatus"{said} markdown="1">' if role else f'<div class="{kinds}" markdown="1">'
    closing = "</section>" if role else "</div>"
    return "\n".join(
        [*front_matter(title, made_from, head), "", opening, "", f"# {escape.text(title)}", "", *lines, "", closing, ""]
    )
