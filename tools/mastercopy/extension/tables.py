"""Tables and lists without what Markdown needs and the source doesn't have."""

from xml.etree.ElementTree import Element


def tidy(root: Element) -> None:
    """Tidies the tables and the lists of the page."""
    _tables(root)
    _lists(root)


def _tables(root: Element) -> None:
    """Takes away a heading row that is empty, and cells that another cell spans."""
    for table in root.iter("table"):
        head = table.find("thead")
        if head is not None and not any("".join(cell.itertext()).strip() or len(cell) for cell in head.iter("th")):
            table.remove(head)
        for row in table.iter("tr"):
            for cell in [cell for cell in row if any(span.get("class") == "spanned" for span in cell)]:
                row.remove(cell)
    for part in root.iter():
        if "apparatus" in part.get("class", "").split():
            _name_cells(part)


def _name_cells(part: Element) -> None:
    """Each cell of a list of ours bears the heading of its column, which a narrow screen shows beside it."""
    for table in part.iter("table"):
        names = ["".join(cell.itertext()).strip() for cell in table.iter("th")]
        for row in table.iter("tr"):
            for name, cell in zip(names, row, strict=False):
                if cell.tag == "td":
                    cell.set("data-label", name)


def _lists(root: Element) -> None:
    """A list whose items have printed labels is drawn without bullets."""
    for listing in root.iter("ul"):
        if any(_labelled(item) for item in listing):
            listing.set("class", "points")


def _labelled(item: Element) -> bool:
    first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    return not (first.text or "").strip() and len(first) > 0 and "n" in first[0].get("class", "").split()
