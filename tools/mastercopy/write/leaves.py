"""The pages of the site that show one page of the print each: its text, its notes, and the way to the others."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mastercopy import walk
from mastercopy.derive.leaves import Foot, Leaf
from mastercopy.derive.survey import Survey
from mastercopy.model import Mark, NoteKind, NotePlace
from mastercopy.write import escape
from mastercopy.write.blocks import blocks, opened
from mastercopy.write.inlines import Legend, Setting, inlines, span
from mastercopy.write.pages import front_matter, letter, note_lines

_NOTES_HERE = "///Footnotes Go Here///"
"""Where Python-Markdown puts the notes; in a text it is escaped."""


def page(  # noqa: PLR0913 # a page and all that is known of it
    leaf: Leaf,
    survey: Survey,
    legend: Legend,
    *,
    made_from: str,
    head: Iterable[str] = (),
    citing: Iterable[str] = (),
) -> str:
    """The Markdown page of a page of the print; `head` are lines of its front matter, `citing` how it is cited."""
    printed = survey.pages[leaf.page]
    here = _notes_here(leaf)
    setting = _setting(leaf, here, survey, legend)
    runs_on = " runs-on" if leaf.runs_on else ""
    ways = _ways(leaf, survey)
    lines = [
        *front_matter(f"Page {printed.label}", made_from, head),
        *_framed("leaf-head", [f"# Page {escape.text(printed.label)}", "", *ways]),
        f'<div class="leaf{runs_on}" markdown="1">',
        "",
        *blocks(leaf.content, setting, level=2),
        "",
        "</div>",
        "",
        *_rests([foot for foot in leaf.notes if foot not in here], setting),
        _NOTES_HERE,
        "",
        *_framed("leaf-foot", ways),
    ]
    lines += [line for foot in here for line in _note(foot, setting)]
    lines += citing
    return "\n".join(lines)


def _framed(name: str, lines: list[str]) -> list[str]:
    """Lines of ours before or after the text."""
    return [f'<div class="ed {name}" markdown="1">', "", *lines, "", "</div>", ""]


def _notes_here(leaf: Leaf) -> tuple[Foot, ...]:
    """The notes that begin on the page and have a mark there, or none anywhere: Markdown's own footnotes."""
    if not leaf.notes:
        return ()
    nodes = [*walk.nodes(leaf.content), *walk.nodes(block for foot in leaf.notes for block in foot.content)]
    marked = {node.note for node in nodes if isinstance(node, Mark)}
    placed = {node.note for node in nodes if isinstance(node, NotePlace)}
    return tuple(
        foot
        for foot in leaf.notes
        if foot.begins and (foot.key in marked or (foot.key in placed and not foot.printed.marks))
    )


def _setting(leaf: Leaf, here: Iterable[Foot], survey: Survey, legend: Legend) -> Setting:
    notes = {foot.key: foot.printed for foot in here}
    editorial = [key for key, printed in notes.items() if printed.note.kind is NoteKind.EDITORIAL]
    letters = {key: letter(number) for number, key in enumerate(editorial)}
    return Setting("", survey, notes, letters, legend, leaf=survey.pages[leaf.page])


def _ways(leaf: Leaf, survey: Survey) -> list[str]:
    """The links to the pages beside it and to its place in the running text."""
    printed = survey.pages[leaf.page]
    links = [f"[Read it in its place](../text/{printed.section}.md#{printed.address}){{.place}}"]
    if leaf.page:
        before = survey.pages[leaf.page - 1]
        links.insert(0, f"[Page {escape.text(before.label)}]({before.number}.md){{rel=prev}}")
    if leaf.page + 1 < len(survey.pages):
        after = survey.pages[leaf.page + 1]
        links.append(f"[Page {escape.text(after.label)}]({after.number}.md){{rel=next}}")
    return links


def _rests(feet: list[Foot], setting: Setting) -> Iterator[str]:
    """What stands at the foot of the page without a mark on it: the rest of a note, or one whose mark is elsewhere."""
    inside = replace(setting, in_note=True)
    for foot in feet:
        editorial = foot.printed.note.kind is NoteKind.EDITORIAL
        yield from (f'<div class="foot{" ed" if editorial else ""}" markdown="1">', "")
        yield from (*opened(f"{_label(foot, setting)} ", foot.content, inside, level=6), "", "</div>", "")


def _label(foot: Foot, setting: Setting) -> str:
    """How a note is called at whose mark the reader isn't; one that begins here has its address."""
    number = inlines(foot.printed.note.label, setting)
    editorial = foot.printed.note.kind is NoteKind.EDITORIAL
    said = "Editors’ note" if editorial else f"n. {number}".rstrip()
    if foot.begins:
        return span(said, key=f"fn-{foot.key}", classes="rest ed")
    begun = setting.survey.pages[foot.printed.pages[0]]
    return span(f"[{said}, continued]({begun.number}.md#fn-{foot.key})", classes="rest ed")


def _note(foot: Foot, setting: Setting) -> list[str]:
    """A footnote definition of what the page has of the note."""
    note = replace(foot.printed.note, content=foot.content)
    return note_lines(foot.key, replace(foot.printed, note=note), setting)
