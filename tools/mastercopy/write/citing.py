"""How a page of the print or the edition is cited, as it stands on the page: for who has no scripts, and for printing.

The letters are written as HTML, where Markdown leaves them alone; the links are Markdown, so that the builder checks
them.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mastercopy.derive.citing import Form, Reference, marked
from mastercopy.write import escape
from mastercopy.write.references import FORMATS, complete

Patterns = Mapping[str, Mapping[str, str]]
"""What programs are given, by format and locator (`references.patterns`)."""


class Cited(NamedTuple):
    """What a page has cited: its references, in styles and formats; the page of the print; its address in this version.

    `files`: the path of the files in the formats, from the page, without their endings.
    """

    reference: Reference
    formats: Patterns
    address: str
    files: str
    page: str = ""


_ROWS: Mapping[str, tuple[tuple[str, bool], ...]] = {
    "chicago": (("Chicago, note", True), ("Chicago, bibliography", False)),
    "mla": (("MLA, works cited", False), ("MLA, in the text", True)),
    "apa": (("APA, reference", False), ("APA, in the text", True)),
}
"""What the forms of a style are called, and which names the page. Another style has one, complete in itself."""


def section(cited: Cited, what: str, *, level: int = 2, key: str = "") -> list[str]:
    """The section of a page that says how it is cited."""
    title = f"Cite this {what}"
    return [
        f'<section class="ed citing" aria-label="{title}" markdown="1">',
        "",
        f"{'#' * level} {title}{f' {{#{key}}}' if key else ''}",
        "",
        "<dl>",
        *_address(cited.address),
        *(line for form in cited.reference.forms for line in _form(form, cited)),
        "</dl>",
        "",
        *_programs(cited),
        "",
        *files(cited.files, of="The section" if cited.page else "The edition"),
        "",
        "</section>",
        "",
    ]


def _address(address: str) -> Iterator[str]:
    if address:
        shown = escape.html(address)
        yield from ("<dt>Address</dt>", f'<dd><a href="{shown}">{shown}</a></dd>')


def _form(form: Form, cited: Cited) -> Iterator[str]:
    """The rows of a style. A bibliography lists the section, under its own address, and not its page."""
    for name, located in _ROWS.get(form.style, ((form.name, True),)):
        alone = form.entry if form.style not in _ROWS else form.cited
        pattern = (form.page if cited.page else alone) if located else form.entry
        address = cited.address if located else cited.reference.cited.item.URL
        runs = marked(pattern, first=cited.page, address=address, collapse=form.collapse)
        yield f"<dt>{escape.html(name)}</dt>"
        yield f"<dd>{''.join(_run(*run) for run in runs)}</dd>"


def _run(text: str, italic: bool) -> str:  # noqa: FBT001 # a run as `marked` gives it
    return f"<i>{escape.html(text)}</i>" if italic else escape.html(text)


def _programs(cited: Cited) -> Iterator[str]:
    """What programs that keep references are given, to be copied."""
    locator = "page" if cited.page else "entry"
    for form in FORMATS:
        made = complete(form, cited.formats[form][locator], first=cited.page, address=cited.address)
        yield from (
            "<details>",
            f"<summary>{form}</summary>",
            f'<pre><code tabindex="0">{escape.html(made)}</code></pre>',
            "</details>",
        )


def files(path: str, *, of: str) -> list[str]:
    """Links to the files for programs, in a line of their own."""
    links = ", ".join(f"[{form}]({path}.{ending})" for form, (ending, _, _) in FORMATS.items())
    return [f"{of}, as files for programs that keep references: {links}", "{: .ed .files }"]
