"""Parts of a master as documents: nothing of the text is lost, moved or twice, and all stands in what it stood in."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from casebook import Case, cases, made
from casebook import master as master_of
from mastercopy.read import fragments, phrases
from mastercopy.read.desk import XML_ID
from reading import ROOT

OURS = (ROOT / "edition" / "foundations-of-leninism-iv.xml").read_bytes()
WRAPPER = "{https://w3id.org/api/dts#}wrapper"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
NAMES = {"t": "http://www.tei-c.org/ns/1.0"}
GOOD = [case for case in cases() if not made(case.name)[1]]

Letter = tuple[tuple[str, ...], str]
"""A letter, and the names of the elements that it stands in."""


def cut(master: bytes, *keys: str) -> fragments.Cuts:
    return fragments.cuts(master, keys, made_from="book.xml", whole="../edition.xml")


def pages(master: bytes) -> list[bytes]:
    """The documents of all pages."""
    found = cut(master)
    return [fragments.page(found, number) for number in range(len(found.pages))]


def wrapped(document: bytes) -> etree._Element:
    """The wrapper of a document, and what is in it."""
    found = etree.fromstring(document).find(f".//{WRAPPER}")
    assert found is not None
    return found


def words(document: bytes) -> str:
    return "".join(letter for _, letter in letters(wrapped(document)))


def elements(within: etree._Element, path: str) -> list[etree._Element]:
    return cast("list[etree._Element]", within.xpath(path, namespaces=NAMES))


def letters(element: etree._Element, within: tuple[str, ...] = ()) -> Iterator[Letter]:
    """Every letter in the element, in the order of the text."""
    yield from ((within, letter) for letter in element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from letters(child, (*within, child.tag))
        yield from ((within, letter) for letter in child.tail or "")


def breaks(within: etree._Element, main: str) -> list[etree._Element]:
    """The breaks with which a page begins."""
    found = elements(within, ".//t:pb[not(ancestor::t:note) and not(ancestor::t:sic)]")
    return [one for one in found if phrases.pagination(one) == main]


def main_of(text: etree._Element) -> str:
    """The main pagination: that which names no edition, or else that of the first break."""
    found = [phrases.pagination(one) for one in elements(text, ".//t:pb")]
    return "" if "" in found else next(iter(found), "")


def ids(element: etree._Element) -> Counter[str]:
    return Counter(str(one.get(XML_ID)) for one in elements(element, ".//*[@xml:id]"))


def held(master: bytes) -> int:
    """What must hold of the pages of any master; how many pages it has."""
    (text,) = elements(etree.fromstring(master), "t:text")
    main = main_of(text)
    begins = breaks(text, main)
    parts = [wrapped(document) for document in pages(master)]
    assert [[one.get("n") for one in breaks(part, main)] for part in parts] == [[one.get("n")] for one in begins]
    if not begins:
        return 0
    joined = [letter for part in parts for letter in letters(part)]
    whole = list(letters(text))
    assert joined == whole[len(whole) - len(joined) :]
    before = "".join(cast("list[str]", begins[0].xpath("preceding::text()[ancestor::t:text]", namespaces=NAMES)))
    earlier = "".join(letter for _, letter in whole[: len(whole) - len(joined)])
    assert before.startswith(earlier)
    assert not before[len(earlier) :].strip()
    begun = sum((ids(part) for part in parts), Counter[str]())
    assert begun == ids(text) - ids_before(begins[0])
    return len(parts)


def ids_before(first: etree._Element) -> Counter[str]:
    """The ids of what begins before the first page: an element that has nothing before the break begins with it."""
    earlier = elements(first, "preceding::*[@xml:id][ancestor::t:text] | ancestor::*[@xml:id][ancestor::t:text]")
    return Counter(str(one.get(XML_ID)) for one in earlier if not _begins_with(one, first))


def _begins_with(element: etree._Element, first: etree._Element) -> bool:
    """Whether nothing but white space and what is open at the break stands before it in the element."""
    inside = cast("list[object]", element.xpath("descendant::node()[not(self::text()[not(normalize-space())])]"))
    around = set(first.iterancestors())
    return next((node for node in inside if node not in around), None) is first


PIECES = (
    "word", "a b", " ", "\n  ", "&amp;", "&#160;", ">", "é 🂡", "]]&gt;", "<![CDATA[<pb n='9'/>]]>", "<!-- <pb/> -->",
    "<?x <pb/>?>", "<PB/>", "<PB/>", "<PB></PB >", '<PB ed="B"/>', "<PB edRef='#B'/>", "<lb/>", "<lb\n/>",
)  # fmt: skip
"""PB becomes pb with a number."""

OPENED = (
    ("<p>", "</p>"), ("<p ID >", "</p\n>"), ("<hi rend='a>b'>", "</hi>"), ('<hi n="/>" ID>', "</hi>"),
    ("""<q n=' xml:id="no"' ID>""", "</q>"), ("<note ID>", "</note>"), ('<quote next="#a" ID sameAs="#b">', "</quote>"),
    ("<choice><sic>x<PB/></sic><corr>", "</corr></choice>"), ("<div\n  ID>", "</div>"),
    ("<div>\n  <head/><p>", "</p></div>"),
)  # fmt: skip
"""Elements with what could be taken for tags in them; ID becomes an xml:id."""

_content = st.recursive(
    st.sampled_from(PIECES),
    lambda inside: st.tuples(st.sampled_from(OPENED), st.lists(inside, max_size=4)).map(
        lambda pair: f"{pair[0][0]}{''.join(pair[1])}{pair[0][1]}"
    ),
    max_leaves=12,
)
_root = st.sampled_from(
    (
        '<?xml version="1.0"?>\n<TEI xmlns="{}" xml:lang="en" xml:base="x">',
        "\ufeff<TEI\n xmlns='{}'\n xmlns:dts='{}'\n xml:id='tei'>",
        '<TEI xmlns="{}" xmlns:x="http://example.org/">',
    )
)


@st.composite
def masters(draw: st.DrawFn) -> bytes:
    """A master whose divisions, pages and elements overlap as they like."""
    parts = [f"<{name} ID>{''.join(draw(st.lists(_content, max_size=5)))}</{name}>" for name in ("front", "body")]
    text = f"{draw(_root)}<teiHeader><p>None.</p></teiHeader>\n<text ID>{''.join(parts)}</text></TEI>"
    numbers = iter(range(10_000))
    text = re.sub(r"<PB", lambda _: f'<pb n="{next(numbers)}"', text.format(*[NAMES["t"]] * text.count("{}")))
    text = re.sub(r"\bID\b", lambda _: f'xml:id="k-{next(numbers)}"', text.replace("</PB", "</pb"))
    return text.replace("\n", draw(st.sampled_from(("\n", "\r\n")))).encode()


@given(masters())
def test_the_pages_together_are_the_text_once_in_its_elements_and_no_page_has_more_than_one_break(
    master: bytes,
) -> None:
    held(master)


def test_the_same_of_our_edition() -> None:
    assert held(OURS) == 14


@pytest.mark.parametrize("case", GOOD, ids=str)
def test_the_same_of_each_case_and_its_pages_are_those_of_the_site(case: Case) -> None:
    book, _ = made(case.name)
    assert held(master_of(case)) == len(book.survey.pages)


@given(masters())
def test_a_division_is_the_bytes_of_the_master_in_the_elements_that_it_stands_in(master: bytes) -> None:
    root = etree.fromstring(master)
    divisions = elements(root, "t:text//t:div[@xml:id]")
    found = cut(master, *(str(one.get(XML_ID)) for one in divisions))
    for one in divisions:
        document = fragments.division(found, str(one.get(XML_ID)))
        wrapper = wrapped(document)
        (inside,) = wrapper
        assert etree.tostring(inside, method="c14n", exclusive=True, with_tail=False) == etree.tostring(
            one, method="c14n", exclusive=True, with_tail=False
        )
        assert document.partition(b'#">')[2].partition(b"</dts:wrapper>")[0] in master
        around = [above.tag for above in wrapper.iterancestors()]
        assert around == [above.tag for above in one.iterancestors()]
        assert ids(etree.fromstring(document)) == ids(wrapper)


def test_what_begins_elsewhere_says_what_it_is_the_same_as_and_pointers_lead_into_the_whole() -> None:
    for document in (*pages(OURS)[1:], fragments.division(cut(OURS, "iv-1"), "iv-1")):
        root = etree.fromstring(document)
        assert root.get(BASE) == "../edition.xml"
        (chapter,) = elements(root, ".//t:div[@type='chapter']")
        assert (chapter.get(XML_ID), chapter.get("sameAs")) == (None, "#iv")
        assert document.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- Made from book.xml. ')


def test_a_word_that_a_page_break_divides_is_in_two_pages() -> None:
    assert words(pages(OURS)[12]).endswith("facili")
    assert words(pages(OURS)[13]).startswith("tates")


def test_a_name_of_a_file_ends_no_comment() -> None:
    found = fragments.cuts(OURS, (), made_from="a--b-->.xml", whole="../edition.xml")
    assert wrapped(fragments.page(found, 0)) is not None
