"""The command that says how a place of the edition is cited."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mastercopy.cli import folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mastercopy.derive.asked import Asked
    from mastercopy.derive.citing import Form, Reference
    from mastercopy.model import Header

_STYLES = ("chicago", "mla", "apa", "plain", "all")
_FORMATS = {"bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}


@click.command()
@click.argument("reference", default="")
@folders.edition
@folders.docs
@click.option("--style", type=click.Choice(_STYLES), default="chicago", show_default=True, help="The style.")
@click.option("--format", "form", type=click.Choice(tuple(_FORMATS)), help="A format for programs instead.")
def cite(reference: str, folder: Path, docs: Path, style: str, form: str | None) -> None:
    """Say how a page, a note, a section, or, without a REFERENCE, the whole edition is cited.

    REFERENCE is such as 44, "p. 44 n. 1", 44-46, xii, [15], a section (iv-2) or the id of a paragraph (par-30). A note
    or what stands in the text comes first, then the entry of the bibliography.
    """
    from mastercopy.derive import asked as reader

    book = folders.book(folder, compared=False)
    try:
        asked = reader.asked(reference, book.sections, book.survey)
    except LookupError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    found = folders.references(book, docs)[asked.section]
    if form:
        click.echo(_formatted(_FORMATS[form], found, asked, book.edition.header), nl=False)
        return
    for one in found.forms:
        if style in {one.style, "all"}:
            click.echo(f"{one.name}:" if style == "all" else "", nl=style == "all")
            for line in _lines(one, found, asked, book.edition.header):
                click.echo(line)


def _address(found: "Reference", asked: "Asked", header: "Header") -> str:
    """The address of what is cited; "" where the edition is published nowhere."""
    from mastercopy.derive import bibliography

    return bibliography.address(header, asked.path) if asked.path else found.cited.item.URL


def _lines(form: "Form", found: "Reference", asked: "Asked", header: "Header") -> "Iterator[str]":
    """What the style has: the note or what stands in the text, and the entry of the bibliography, italics as such."""
    from mastercopy.derive import citing

    pattern = form.pages if asked.last else form.page if asked.first else form.cited
    # A plain reference is complete in itself.
    entries = () if form.style == "plain" and asked.first else (form.entry,)
    address = _address(found, asked, header)
    for one, where in ((pattern, address), *((entry, found.cited.item.URL) for entry in entries if entry != pattern)):
        runs = citing.marked(one, first=asked.first, last=asked.last, address=where, collapse=form.collapse)
        yield "".join(click.style(text, italic=True) if italic else text for text, italic in runs)


def _formatted(form: str, found: "Reference", asked: "Asked", header: "Header") -> str:
    from mastercopy.write import references

    patterns = references.patterns(found.cited.item)[form]
    pattern = patterns["pages" if asked.last else "page" if asked.page else "entry"]
    first = asked.page.label if asked.page else ""
    return references.complete(form, pattern, first=first, last=asked.last, address=_address(found, asked, header))
