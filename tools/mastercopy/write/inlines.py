"""Inlines as Markdown, in the reading of the edition.

Beside Markdown's own emphasis, links and footnotes there is one construct, pandoc's bracketed span:
`[words]{#id .class name=value}`. An empty one is a point: `[]{#p39 .pb n=39}`.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import assert_never

from msgspec import Struct, field

from mastercopy import walk
from mastercopy.derive import labels
from mastercopy.derive.survey import Page, Printed, Survey
from mastercopy.model import (
    Anchor,
    Citation,
    Correction,
    Foreign,
    Gap,
    Inline,
    Label,
    LineBreak,
    Link,
    Mark,
    Mention,
    NoteKind,
    NotePlace,
    PageBreak,
    Quotation,
    Reading,
    Style,
    Styled,
    Text,
    Topic,
    Word,
)
from mastercopy.write import escape

_STAR = {Style.ITALIC: "*", Style.BOLD: "**"}
_SAFE_EMPHASIS = re.compile(r"\w(?:[^*\n]*\w)?")


class Legend(Struct, frozen=True):
    """What register and header say of what stands in the text.

    `meanings`: what a reference stands for, by its key. `names`: the headings under which the index has names, not
    subjects. `people`: the names of editors by their keys.
    """

    meanings: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)


class Setting(Struct, frozen=True):
    """What a writer of text knows of what surrounds it: the section whose page is written, and the survey.

    `notes` are the notes that this page shows, by their keys; `letters` the signs of the editor's notes among them;
    `legend` what is said of keys elsewhere. `in_note`: what is written is a note, whose page breaks have no addresses;
    the text has these pages too. `leaf`: what is written is this page of the print by itself, and not a section.
    """

    section: str
    survey: Survey
    notes: Mapping[str, Printed]
    letters: Mapping[str, str]
    legend: Legend = Legend()
    in_note: bool = False
    leaf: Page | None = None

    @property
    def beside(self) -> str:
        """What leads from what is written to the folder of the sections, and of the pictures."""
        return "../text/" if self.leaf else ""

    def link(self, section: str, anchor: str) -> str:
        """A link from what is written to an anchor on the page of a section."""
        if self.leaf:
            return f"{self.beside}{section}.md#{anchor}"
        return f"#{anchor}" if section == self.section else f"{section}.md#{anchor}"

    def note(self, key: str, printed: Printed) -> str:
        """A link from what is written to a note that is shown elsewhere."""
        if self.leaf:
            return f"{self.survey.pages[printed.pages[0]].number}.md#fn-{key}"
        return self.link(printed.section, f"fn-{key}")


def inlines(content: Sequence[Inline], setting: Setting, *, first: bool = False, linked: bool = False) -> str:
    """The inlines as Markdown. `first`: they begin a line. `linked`: they stand in a link, which holds no other."""
    if len(content) == 1 and isinstance(only := content[0], Text) and not first:
        return escape.text(only.value)
    written: list[str] = []
    for node in content:
        if isinstance(node, Text):
            written.append(escape.text(node.value))
        else:
            before = written[-1][-1:] if written else ""
            if words := _inline(node, setting, before, linked=linked):
                if before == "!" and words[0] == "[" and "](" in words:
                    written[-1] = f"{written[-1][:-1]}&#33;"  # or the link is a picture
                written.append(words)
    line = "".join(written)
    return escape.line_start(line) if first else line


def span(words: str, *, key: str = "", classes: str = "", **attributes: str) -> str:
    """A bracketed span; just the words where it would say nothing of them."""
    said = f" #{key}" if key else ""
    if classes:
        said += f" .{classes.replace(' ', ' .')}"
    for name, value in attributes.items():
        if value:
            said += f" {name}={escape.attribute(value)}"
    return f"[{words}]{{{said[1:]}}}" if said else words


def _inline(node: Inline, setting: Setting, before: str, *, linked: bool) -> str:
    """One inline that isn't text; `before` is the letter that stands before it."""
    match node:
        case Mention():
            return _mention(node, inlines(node.content, setting, linked=linked), setting.legend)
        case Text(value=value):
            return escape.text(value)
        case PageBreak():
            return page_break(node, setting)
        case Mark():
            return mark(node, setting, linked=linked)
        case NotePlace():
            return note_place(node, setting)
        case Topic(key=key):
            return span("", key=key)
        case Anchor(key=key):
            return "" if key in setting.survey.ends else span("", key=key)
        case LineBreak():
            return "<br>"
        case Gap(reason=reason, extent=extent):
            return span("&#91;…&#93;", classes="gap ed", title=" ".join(filter(None, (reason, extent))) or "missing")
        case Styled():
            return _styled(node, inlines(node.content, setting, linked=linked), before)
        case _:
            return _container(node, setting, linked=linked)


def _container(
    node: Quotation | Citation | Label | Foreign | Link | Correction, setting: Setting, *, linked: bool
) -> str:
    within = linked or isinstance(node, Link)
    content = node.edition if isinstance(node, Correction) else node.content
    words = inlines(content, setting, linked=within)
    match node:
        case Quotation():
            return span(words, key=node.key, classes="quote")
        case Citation():
            return span(words, key=node.key, classes="cite", means=setting.legend.meanings.get(node.key, ""))
        case Label():
            return span(words, classes="n")
        case Foreign():
            return span(words, lang=node.language)
        case Correction():
            source = walk.letters(node.source, reading=Reading.SOURCE)
            who = setting.legend.people.get(node.who, node.who)
            return span(words, key=node.key, classes="corr", sic=source, why=node.reason, by=who)
        case Link():
            return words if linked else _link(node, setting)
        case _:
            assert_never(node)


def _mention(node: Mention, words: str, legend: Legend) -> str:
    """Words that the index has; the names among them are told apart from subjects."""
    classes = "" if legend.names.isdisjoint(node.headings) else "name"
    headings = " ".join(node.headings)
    return span(words, key=node.key, classes=classes, ref=headings, means=legend.meanings.get(node.key, ""))


def _styled(node: Styled, words: str, before: str) -> str:
    """Emphasis as Markdown's own where nothing about it could be misread, as a span elsewhere."""
    star = _STAR.get(node.style)
    if node.emphatic and star and not before.strip("( ") and _SAFE_EMPHASIS.fullmatch(words):
        return f"{star}{words}{star}"
    return span(words, classes=f"{'em ' if node.emphatic else ''}{node.style}")


def _link(node: Link, setting: Setting) -> str:
    """A link, of as many parts as the marks of notes, which are links themselves, leave of it."""
    target = _target(node.target, setting)
    written: list[str] = []
    for is_mark, part in groupby(node.content, lambda inline: isinstance(inline, Mark)):
        content = tuple(part)
        if is_mark:
            written.append(inlines(content, setting))
            continue
        if words := inlines(content, setting, linked=True):
            written.append(f"[{words}]({target})")
        within = [inner for inner in walk.nodes(content) if isinstance(inner, Mark)]
        written.append(inlines(within, setting))
    return "".join(written)


def _target(target: str, setting: Setting) -> str:
    """The address of a key of the edition, or one on the web; the checks let no other pass."""
    if not target.startswith("#"):
        return path(target)
    key = target[1:]
    anchor = f"fn-{key}" if key in setting.survey.notes else key
    place = setting.survey.places.get(key)
    return setting.link(place.section if place else setting.section, anchor)


def path(target: str) -> str:
    """An address with everything that Markdown could take for its own written as bytes."""
    return re.sub(r"[^A-Za-z0-9:/?=.,;%+~@-]", _percent, target)


def _percent(match: re.Match[str]) -> str:
    return match[0] if match[0] in "#&" else "".join(f"%{byte:02X}" for byte in match[0].encode())


def page_break(node: PageBreak, setting: Setting) -> str:
    """The marker of a page; one of another pagination, or in a note, has no address.

    On a page of the print by itself, the break that ends it has the hyphen that the print has there.
    """
    classes = ["pb"]
    if node.layer:
        return span("", classes="pb layer", n=f"{node.label} ({node.layer})")
    number = labels.number(node.label)
    if setting.leaf and number != setting.leaf.number:
        return span("-" if node.hyphen else "", classes="page-end ed")
    if setting.leaf and setting.in_note:
        return ""
    if node.word is Word.GOES_ON and not setting.leaf:
        classes.append("hyphen" if node.hyphen else "in-word")
    if node.supplied:
        classes.append("supplied")
    return span("", key=f"p{number}" if number and not setting.in_note else "", classes=" ".join(classes), n=node.label)


def mark(node: Mark, setting: Setting, *, linked: bool) -> str:
    """The mark of a note: a footnote on its own page, a link from another, just the sign where there is no note.

    Within a link there is none: it stands after the link.
    """
    if linked and node.note:
        return ""
    if node.note in setting.notes:
        return f"[^{node.note}]"
    printed = setting.survey.notes.get(node.note)
    if printed is None:
        return span(escape.text(node.label), classes="mark ed", missing="note")
    sign = escape.text(walk.plain(printed.note.label) or node.label or "note")
    return f"[{sign}]({setting.note(node.note, printed)}){{.mark .ed}}"


def note_place(node: NotePlace, setting: Setting) -> str:
    """Where a note stands that the source has no mark for: a footnote there; where it has one, nothing."""
    printed = setting.survey.notes.get(node.note)
    if printed is None or printed.marks or node.note not in setting.notes:
        return ""
    return f"[^{node.note}]"


def sign(key: str, setting: Setting) -> str:
    """What the mark of a note shows: the print's label, or the letter that this page gives to an editor's note."""
    note = setting.survey.notes[key].note
    if note.kind is NoteKind.EDITORIAL:
        return setting.letters[key]
    return walk.plain(note.label)
