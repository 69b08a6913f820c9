"""How the elements inside a line are read: a table from element to function."""

from lxml import etree

from mastercopy.model import (
    Anchor,
    Citation,
    Correction,
    CorrectionKind,
    Foreign,
    Gap,
    Inline,
    Label,
    LineBreak,
    Link,
    Mark,
    Mention,
    PageBreak,
    Quotation,
    Range,
    Style,
    Styled,
    Topic,
    Word,
)
from mastercopy.read.desk import TEI, XML_LANG, Desk, InlineReader, headings, key, keys, line, name, words
from mastercopy.read.mixed import content

_STYLES = {str(style): style for style in Style}
_WORDS = {str(word): word for word in Word}
_KINDS = {str(kind): kind for kind in CorrectionKind}


def page_break(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """A pb: the page that begins here."""
    _empty(element, desk)
    word = _WORDS.get(element.get("break", ""), Word.UNSAID)
    if word is Word.GOES_ON:
        desk.space = True
    return (
        PageBreak(
            element.get("n", "").strip(),
            word,
            hyphen=element.get("rend") == "hyphen",
            supplied=element.get("type") == "supplied",
            layer="" if pagination(element) == desk.pagination else pagination(element),
            image=element.get("facs", ""),
            line=line(element),
        ),
    )


def _empty(element: etree._Element, desk: Desk) -> None:
    """A problem where there are words in an element that should have none."""
    if said := words(element):
        desk.problem(element, "S001", f"<{name(element)}> has no words of its own, and here it has '{said}'")


def _words_only_in(element: etree._Element, desk: Desk) -> None:
    """A problem where words stand beside the children."""
    beside = (element.text, *(child.tail for child in element))
    if said := " ".join(filter(None, ((words or "").strip() for words in beside))):
        desk.problem(element, "S001", f"words stand directly in a <{name(element)}>: '{said}'")


def pagination(element: etree._Element) -> str:
    """The edition whose page a pb begins; "" where it doesn't say."""
    return element.get("ed") or " ".join(keys(element.get("edRef")))


def line_break(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """An lb: the end of a line that the edition keeps; in a word, nothing."""
    desk.space = True
    return () if element.get("break") == "no" else (LineBreak(line=line(element)),)


def anchor(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """An anchor."""
    del desk
    return (Anchor(key(element), line=line(element)),)


def topic(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """An index element: the passage that begins here treats of its headings."""
    end = "".join(keys(element.get("spanTo")))
    return (Topic(key(element), headings(element, "corresp", desk), end, line=line(element)),)


def styled(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """An emph or hi, an unclear, an inline stage direction."""
    rend = "unclear" if element.tag == f"{TEI}unclear" else element.get("rend", "italic")
    inside = content(element, desk)
    style = _STYLES.get(rend)
    if style is None:
        desk.problem(element, "S001", f"rend={rend!r} isn't one of {', '.join(_STYLES)}")
        return inside
    return (Styled(inside, style, element.tag == f"{TEI}emph", line=line(element)),) if inside else ()


def foreign(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """Words in another language."""
    return (Foreign(content(element, desk), element.get(XML_LANG, "und"), line=line(element)),)


def label(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """A printed label in a heading."""
    return (Label(content(element, desk), line=line(element)),)


def quotation(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """A quotation in the line; the marks of quotation are its text."""
    return (
        Quotation(
            content(element, desk),
            key(element),
            "".join(keys(element.get("source"))),
            "".join(keys(element.get("prev"))),
            line=line(element),
        ),
    )


def citation(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """A reference to a passage, with the ranges that it names."""
    ranges = tuple(
        Range(cited.get("unit", "page"), cited.get("from", ""), cited.get("to", cited.get("from", "")), words(cited))
        for cited in element.iter(f"{TEI}citedRange")
    )
    works = headings(element, "corresp", desk)
    return (Citation(content(element, desk), key(element), works, ranges, line=line(element)),)


def mention(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """A name, title, term or other words that name something of the register."""
    entries = headings(element, "ref", desk)
    named = headings(element, "ana", desk) or entries
    inside = content(element, desk)
    if not named:
        return inside
    return (Mention(inside, key(element), named, entries, line=line(element)),)


def reference(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """A ref: a further mark of a note, or a link."""
    if element.get("type") == "mark":
        return _marks(element, desk)
    return (Link(content(element, desk), element.get("target", ""), line=line(element)),)


def _marks(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """The mark of a note, or of several; its sign is that of the note, and only without one the master's."""
    _empty(element, desk)
    sign = element.get("n") or words(element)
    if element.get("subtype") == "no-note":
        return (Mark("", sign, line=line(element)),)
    notes = keys(element.get("target"))
    if not notes:
        desk.problem(element, "N002", 'this mark points at no note; subtype="no-note" says that the source is so')
    return tuple(Mark(note, sign, line=line(element)) for note in notes or ("",))


def correction(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """A choice of sic and corr: both readings, who, why and what kind of slip."""
    sic, corr = element.find(f"{TEI}sic"), element.find(f"{TEI}corr")
    if corr is None or sic is None or len(element) > 2:
        desk.problem(element, "C001", "a choice needs a sic and a corr, and nothing else")
        return tuple(inline for child in element for inline in content(child, desk))
    _words_only_in(element, desk)
    space = desk.space
    source = content(sic, desk)
    after_source, desk.space = desk.space, space
    edition = content(corr, desk)
    desk.space = desk.space if edition else after_source
    reason = corr.find(f"{TEI}note[@type='reason']")
    return (
        Correction(
            source,
            edition,
            key(element),
            who="".join(keys(corr.get("resp"))),
            reason="" if reason is None else words(reason),
            kind=_KINDS.get(corr.get("type", "")),
            change="".join(keys(corr.get("change"))),
            line=line(element),
        ),
    )


def gap(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """Something that the source lacks; a description in it is part of the reason."""
    del desk
    extent = " ".join(filter(None, (element.get("extent"), element.get("quantity"), element.get("unit"))))
    reason = " ".join(filter(None, (element.get("reason"), words(element))))
    return (Gap(reason, extent, line=line(element)),)


def transparent(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """An element that says something about its words but isn't shown: the words."""
    return content(element, desk)


TABLE: dict[str, InlineReader] = {
    f"{TEI}{element}": reader
    for reader, elements in (
        (page_break, "pb"),
        (line_break, "lb"),
        (anchor, "anchor"),
        (topic, "index"),
        (styled, "emph hi unclear"),
        (foreign, "foreign"),
        (label, "label"),
        (quotation, "quote"),
        (citation, "bibl"),
        (mention, "persName placeName orgName rs title term"),
        (reference, "ref"),
        (correction, "choice"),
        (gap, "gap"),
        (transparent, "q citedRange author date"),
    )
    for element in elements.split()
}
