"""The number of a page of the print as a link to its own address."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def link(root: Element) -> None:
    """Puts a link after the marker of each page that has an address.

    A marker is a leaf (DPUB-ARIA doc-pagebreak: its children are presentational), so the link stands beside it. It has
    no text: the style sheet draws the number, which isn't copied, and parts no word.
    """
    for parent, marker in list(_markers(root)):
        number = marker.get("title", "")
        marker.set("data-n", number)
        named = f"Page {number}: link to it"
        made = Element("a", {"class": "pn ed", "href": f"#{marker.get('id')}", "data-n": number, "aria-label": named})
        made.tail, marker.tail = marker.tail, None
        parent.insert(list(parent).index(marker) + 1, made)


def _markers(parent: Element) -> Iterator[tuple[Element, Element]]:
    """The markers of pages, each with its parent; those in a link have none, since a link holds no other."""
    for child in parent:
        if child.get("role") == "doc-pagebreak":
            yield parent, child
        elif child.tag != "a":
            yield from _markers(child)
