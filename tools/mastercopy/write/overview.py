"""The page that shows the whole book at a glance: how much of what stands on each page of the print."""

from collections.abc import Iterable, Mapping

from mastercopy.derive.densities import Density, Kind
from mastercopy.derive.survey import Page
from mastercopy.write import escape
from mastercopy.write.apparatus import framed

_ONE: Mapping[Kind, str] = {
    Kind.NOTES: "note",
    Kind.QUOTATIONS: "quotation",
    Kind.CORRECTIONS: "correction",
    Kind.NAMES: "name",
}
_HOW = (
    "The pages of the print in a row, and under each how many notes, quotations, corrections and names (of persons, "
    "works, places and organisations) it has. Each number leads to the first of them; the stronger the colour, the "
    "nearer to the most that any page has of the kind. Notes of the editors aren't counted."
)


def overview(pages: Iterable[Page], found: Iterable[tuple[Density, ...]], *, made_from: str) -> str:
    """The page, a list with an item for each page of the print."""
    items = [_item(page, of_page) for page, of_page in zip(pages, found, strict=True)]
    legend = " ".join(["- page", *(f"[{kind}]{{.{kind} .d3}}" for kind in Kind)])
    listed = ['<div class="overview" markdown="1">', "", legend, *items, "", "</div>"]
    lines = [_HOW, "", *listed] if items else ["The edition has no page numbers."]
    return framed("Overview of the pages", lines, made_from)


def _item(page: Page, found: Iterable[Density]) -> str:
    number = f"[{escape.text(page.label)}]({page.section}.md#{page.address})"
    return f"- {' '.join([number, *map(_cell, found)])}"


def _cell(density: Density) -> str:
    unit = _ONE[density.kind] if density.count == 1 else density.kind
    words = f"{density.count} [{unit}]{{.unit}}"
    return f"[{words}]({density.section}.md#{density.anchor}){{.{density.kind} .d{density.level}}}"
