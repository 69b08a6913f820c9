"""From a book to what programs are served: Distributed Text Services, in docs/dts/."""

from collections.abc import Callable, Iterator
from functools import cache, partial

from mastercopy.build.reading import Book
from mastercopy.derive import trees
from mastercopy.read import fragments
from mastercopy.sources import SHAPE, Part
from mastercopy.write import dts

MASTER, BYTES = "master", "bytes of "
"""What a document is of that is cut out of the master as it stands: of the whole or a division, or of one page."""


def served(made: Book) -> Iterator[tuple[str, Part]]:
    """What there is, and its parts."""
    if made.sources is not None:
        found = trees.trees(made.edition.header, made.sections, made.survey)
        for path, answer in dts.files(dts.Served(made.edition.header, found)):
            yield path, Part(answer, SHAPE)


def documents(made: Book, *, made_from: str) -> Iterator[tuple[str, Part]]:
    """The TEI of the whole and of each part; a tree without a part is the whole too."""
    if made.sources is None:
        return
    _, xml = made.sources.master
    found = trees.trees(made.edition.header, made.sections, made.survey)
    divisions = {unit.key for tree in found if not tree.name for unit in tree.units}
    cut = cache(partial(fragments.cuts, xml, divisions, made_from=made_from, whole=dts.WHOLE))
    for name in ("", *(tree.name for tree in found if tree.name)):
        yield dts.document(name), Part(lambda: xml, MASTER)
    for tree in found:
        for number, unit in enumerate(tree.units):
            make = partial(_page, cut, number) if tree.name else partial(_division, cut, unit.key)
            yield dts.document(tree.name, unit.reference), Part(make, f"{BYTES}{unit.path}" if tree.name else MASTER)


def _page(cut: Callable[[], fragments.Cuts], number: int) -> bytes:
    return fragments.page(cut(), number)


def _division(cut: Callable[[], fragments.Cuts], key: str) -> bytes:
    return fragments.division(cut(), key)
