"""From a book to what programs are served: Distributed Text Services, in docs/dts/."""

from collections.abc import Iterator

from mastercopy.build.reading import Book
from mastercopy.derive import trees
from mastercopy.read import fragments
from mastercopy.write import dts


def served(made: Book, *, made_from: str) -> Iterator[tuple[str, bytes]]:
    """What there is, its parts, and the TEI of the whole and of each part."""
    if made.sources is None:
        return
    _, xml = made.sources.master
    found = trees.trees(made.edition.header, made.sections, made.survey)
    yield from dts.files(dts.Served(made.edition.header, found))
    yield dts.document(), xml
    yield from _documents(xml, found, made_from)


def _documents(xml: bytes, found: tuple[trees.Tree, ...], made_from: str) -> Iterator[tuple[str, bytes]]:
    """The document of each part; a tree without a part is the whole too."""
    divisions = {unit.key for tree in found if not tree.name for unit in tree.units}
    cuts = fragments.cuts(xml, divisions, made_from=made_from, whole=dts.WHOLE)
    for tree in found:
        if tree.name:
            yield dts.document(tree.name), xml
        for number, unit in enumerate(tree.units):
            part = fragments.page(cuts, number) if tree.name else fragments.division(cuts, unit.key)
            yield dts.document(tree.name, unit.reference), part
