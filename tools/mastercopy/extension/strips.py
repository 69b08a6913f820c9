"""Strips: where in the book something is mentioned, drawn beside its entry in the index."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

_RUN = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_FINEST = 60
"""A mark is no narrower than the 60th part of the strip, or in a long book it couldn't be seen."""


def draw(root: Element) -> None:
    """Makes a picture of each `[]{.strip on="3 7-9" of=14}`: marks for the pages 3 and 7 to 9 of 14, in their order."""
    for strip in root.iter("span"):
        if strip.get("class") == "strip":
            _draw(strip)


def _draw(strip: Element) -> None:
    of = int(strip.attrib.pop("data-of"))
    runs = list(_runs(strip.attrib.pop("data-on"), of))
    count = sum(last - first + 1 for first, last in runs)
    strip.set("class", "strip ed")
    strip.set("role", "img")
    strip.set("aria-label", f"on {count} of {of} pages")
    svg = Element("svg", {"viewBox": f"0 0 {of} 1", "preserveAspectRatio": "none", "aria-hidden": "true"})
    for first, last in runs:
        width = max(last - first + 1, of / _FINEST)
        at = min(first - 1, of - width)
        svg.append(Element("rect", {"x": f"{at:g}", "width": f"{width:g}", "height": "1"}))
    strip.append(svg)


def _runs(on: str, of: int) -> Iterator[tuple[int, int]]:
    for first, last in _RUN.findall(on):
        run = int(first), int(last or first)
        if 1 <= run[0] <= run[1] <= of:
            yield run
