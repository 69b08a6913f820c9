"""The page of the edition as a whole: what it is, what is in it, how it is cited, and what programs can read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from mastercopy.derive import labels
from mastercopy.derive.bibliography import Citable
from mastercopy.derive.sections import Section
from mastercopy.derive.subjects import Whole
from mastercopy.model import Header, Name, Work
from mastercopy.sources import ANCHORS, CHANGES
from mastercopy.write import citing, dts, escape
from mastercopy.write.apparatus import framed
from mastercopy.write.citing import Cited
from mastercopy.write.heads import extent
from mastercopy.write.signposts import FEED, LINKSET


def page(  # noqa: PLR0913 # the whole edition at once
    whole: Whole,
    sections: Sequence[Section],
    titles: Mapping[str, str],
    cited: Mapping[str, Citable],
    *,
    pages: Iterable[str],
    reference: Cited | None,
    made_from: str,
    head: Iterable[str] = (),
) -> str:
    """The page. `pages` are the labels of all pages of the print; `cited` are the sections, with the pages of each."""
    header = whole.header
    lines = [
        "<dl>",
        *(f"<dt>{name}</dt>\n<dd>{value}</dd>" for name, value in _facts(header, labels.extent(pages)) if value),
        "</dl>",
        "",
        "## Contents {#contents}",
        "",
        *(_contents(sections, titles, cited) or ["The edition has no sections."]),
        "",
        *(citing.section(reference, "edition", key="cite") if reference else ()),
        "## For programs {#programs}",
        "",
        *_programs(whole),
    ]
    return framed(header.title, lines, made_from, head=head)


def _facts(header: Header, pages: str) -> Iterator[tuple[str, str]]:
    """What is known of the work, the print and the edition, as HTML; "" for what isn't."""
    yield "Author" if len(header.authors) == 1 else "Authors", _names(header.authors)
    yield "Work", _work(header.work)
    yield "Pages of the print", escape.html(pages)
    yield "Editor" if len(header.editors) == 1 else "Editors", _names(header.editors)
    version = ", ".join(filter(None, (header.version, day(header.date))))
    yield "Version", escape.html(version)
    yield "Publisher", escape.html(header.publisher)
    yield "Address", _linked(header.address)
    yield "Licence", _linked(header.licence)
    yield "Rights", "</dd>\n<dd>".join(map(escape.html, header.rights))


def _names(names: Iterable[Name]) -> str:
    whole = (name.literal or " ".join(filter(None, (name.given, name.family))) for name in names)
    return escape.html(", ".join(whole))


def _work(work: Work) -> str:
    printed = ", ".join(filter(None, (work.place, work.publisher, work.date)))
    title = f"<i>{escape.html(work.title)}</i>" if work.title else ""
    return " ".join(filter(None, (title, f"({escape.html(printed)})" if printed else "")))


def _linked(address: str) -> str:
    """An address of the web as a link; any other only as its letters."""
    shown = escape.html(address)
    return f'<a href="{shown}">{shown}</a>' if address.startswith(("http://", "https://")) else shown


def day(iso: str) -> str:
    """A whole date as people write it, `23 November 2026`; any other as it is."""
    try:
        of = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _contents(sections: Sequence[Section], titles: Mapping[str, str], cited: Mapping[str, Citable]) -> list[str]:
    """The sections as a list, each with its pages of the print and, below it, its parts."""
    by_key = {section.key: section for section in sections}
    parts = {part for section in sections for part in section.parts}

    def listed(key: str, depth: int) -> Iterator[str]:
        on = extent(cited[key].first, cited[key].last if cited[key].last != cited[key].first else "")
        pages = f" [{escape.text(on)}]{{.pages}}" if on else ""
        yield f"{'    ' * depth}- [{escape.text(titles[key])}]({key}.md){pages}"
        for part in by_key[key].parts:
            yield from listed(part, depth + 1)

    return [line for section in sections if section.key not in parts for line in listed(section.key, 0)]


def _programs(whole: Whole) -> Iterator[str]:
    """What programs can read, besides what stands in the head of each page."""
    if whole.tei:
        yield f"- [The text as TEI](../{whole.tei}), with its header"
        yield f"- [Its parts as TEI](../{dts.FOLDER}index.json), by Distributed Text Services (DTS 1.0)"
    yield f"- [{ANCHORS}](../{ANCHORS}): every address of the edition, what it is, and since which version"
    yield f"- [{CHANGES}](../{CHANGES}): what each version changed in the text, word by word"
    if whole.feed:
        yield f"- [{FEED}](../{FEED}): the same, as a feed (Atom, RFC 4287)"
    if whole.header.address:
        yield f"- [{LINKSET}](../{LINKSET}): the links of its pages, each with what it means (RFC 9264)"
