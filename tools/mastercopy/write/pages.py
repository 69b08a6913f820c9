"""The pages of the site that show the text: a section each, with its notes."""

from collections.abc import Iterable, Mapping
from string import ascii_lowercase

from msgspec.structs import replace

from mastercopy.derive.sections import Section, title
from mastercopy.derive.survey import Printed, Survey
from mastercopy.model import NoteKind
from mastercopy.write import escape
from mastercopy.write.blocks import blocks, headings, opened
from mastercopy.write.inlines import Legend, Setting, inlines, sign


def front_matter(heading: str, made_from: str, head: Iterable[str] = ()) -> list[str]:
    """How every made page begins: what it is made from, its title, and what it says of itself to programs.

    Themes put the title into HTML as it is.
    """
    title = escape.yaml(escape.html(heading))
    made = f"# Made from {made_from}. Correct it there: this file is written anew."
    return ["---", made, f"title: {title}", *head, "---"]


def page(  # noqa: PLR0913 # a section and all that is known of it
    section: Section,
    survey: Survey,
    titles: Mapping[str, str],
    legend: Legend,
    *,
    made_from: str,
    head: Iterable[str] = (),
    files: Iterable[str] = (),
) -> str:
    """The Markdown page of a section: where it begins in the print, its text, the links to its parts, its notes.

    `head` are lines of its front matter, `files` lines of links that end its text.
    """
    setting = _setting(section, survey, legend)
    parts = [
        front_matter(title(section.division), made_from, head),
        _opening(section, setting),
        headings(section.division.head, setting, key=section.key, level=1) or [_heading_sign(section)],
        blocks(section.content, setting, level=2),
        _contents(section, titles),
        [*files],
        _notes(setting),
    ]
    return "\n".join("\n".join([*part, ""]) for part in parts if part)


def _heading_sign(section: Section) -> str:
    """What stands for the heading of a division that has none."""
    return f"# [{escape.text(title(section.division))}]{{.ed}} {{#{section.key}}}"


def _setting(section: Section, survey: Survey, legend: Legend) -> Setting:
    """What the writer of the section's page knows."""
    shown = survey.shown.get(section.key, {})
    editorial = [key for key, printed in shown.items() if printed.note.kind is NoteKind.EDITORIAL]
    letters = {key: letter(number) for number, key in enumerate(editorial)}
    return Setting(section.key, survey, shown, letters, legend)


def letter(number: int) -> str:
    """The sign of an editors' note among those of its page: a to z, and then a2 to z2."""
    more, letter = divmod(number, len(ascii_lowercase))
    return ascii_lowercase[letter] + (str(more + 1) if more else "")


def _opening(section: Section, setting: Setting) -> list[str]:
    """The points before the heading; where a page goes on from another section, a marker that leads to its start."""
    points = inlines(section.division.lead, setting)
    open_page = setting.survey.opens.get(section.key, -1)
    if open_page < 0:
        return [points] if points else []
    begun = setting.survey.pages[open_page]
    link = f"[{escape.text(begun.label)}, continued]({begun.section}.md#{begun.address})"
    return [f"{link}{{.continued .ed data-n={escape.attribute(begun.label)}}}{points}"]


def _contents(section: Section, titles: Mapping[str, str]) -> list[str]:
    """The sections below this one, for a reader who is at its end."""
    if not section.parts:
        return []
    links = [f"- [{escape.text(titles[key])}]({key}.md)" for key in section.parts]
    return ['<nav class="ed parts" aria-label="Sections of this chapter" markdown="1">', "", *links, "", "</nav>"]


def _notes(setting: Setting) -> list[str]:
    return [line for key, printed in setting.notes.items() for line in note_lines(key, printed, setting)]


def note_lines(key: str, printed: Printed, setting: Setting) -> list[str]:
    """A footnote definition; its label opens it, and its further lines are indented under it."""
    label = note_label(key, printed, setting)
    first, *rest = opened(f"{label} ", printed.note.content, replace(setting, in_note=True), level=6)
    return [f"[^{key}]: {first}".rstrip(), *(f"    {line}".rstrip() for line in rest), ""]


def note_label(key: str, printed: Printed, setting: Setting) -> str:
    """`40, n. 2` with the sign `2` that its mark shows, both readings of the label kept."""
    note = printed.note
    shown = escape.attribute(sign(key, setting)) if sign(key, setting) else "note"
    pages = setting.survey
    if note.kind is NoteKind.EDITORIAL:
        return f"[{setting.letters[key]}. Editors’ note]{{.label .editorial n={shown}{_page(printed, setting)}}}"
    first, last = pages.label(printed.pages[0]), pages.label(printed.pages[-1])
    where = escape.text(first if first == last else f"{first}–{last}")
    number = inlines(note.label, setting)
    classes = " .unmarked" if not printed.marks else ""
    words = ", ".join(filter(None, (where, f"n. {number}".rstrip())))
    return f"[{words}]{{.label{classes} n={shown}{_page(printed, setting)}}}"


def _page(printed: Printed, setting: Setting) -> str:
    """The page that a reader of the note is on, as an attribute."""
    label = setting.survey.label(printed.pages[0])
    return f" page={escape.attribute(label)}" if label else ""
