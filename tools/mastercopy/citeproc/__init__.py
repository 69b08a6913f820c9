"""How the edition is cited, in the styles of Chicago, MLA, APA and our own plain one.

pandoc's processor of CSL writes each reference once; what it has written is remembered beside docs/, by what it was
made of, so that a build only pays for what is new.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from mastercopy import disk
from mastercopy.build import Book
from mastercopy.citeproc.files import pandoc, styles
from mastercopy.derive import citing
from mastercopy.derive.bibliography import Citable, Item
from mastercopy.derive.citing import Form, Reference, References

_Known = dict[str, tuple[Form, ...]]


def references(book: Book, docs: Path) -> References:
    """All references to the book and its sections; what pandoc has made once is remembered beside docs/."""
    return remembered(book.cited, docs)


def remembered(cited: Sequence[Citable], docs: Path) -> References:
    """All references to what can be cited."""
    return completed(cited, docs.absolute().parent / ".cache" / "references.json")


def completed(wanted: Sequence[Citable], file: Path) -> References:
    """The references with their forms, those that the file remembers and those that pandoc makes now.

    pandoc is at work when this returns. Who asks for a reference waits for it; who only asks which there are does not.
    """
    made_of = _digest()
    keys = {cited.key: _key(made_of, cited.item) for cited in wanted}
    known = _read(file)
    missing = {keys[cited.key]: cited.item for cited in wanted if keys[cited.key] not in known}

    def references(known: _Known) -> References:
        return {cited.key: Reference(cited, known[keys[cited.key]]) for cited in wanted}

    def make() -> References:
        from mastercopy.citeproc import run

        made = zip(missing, run.rendered(tuple(missing.values())), strict=True)
        now = {key: forms for key, forms in known.items() if key in keys.values()} | dict(made)
        disk.replace(file, msgspec.json.encode(now))
        return references(now)

    return _Coming(tuple(keys), make) if missing else references(known)


class _Coming(Mapping[str, Reference]):
    """References that are being made in a thread."""

    def __init__(self, keys: tuple[str, ...], make: Callable[[], References]) -> None:
        self._keys = dict.fromkeys(keys)
        pool = ThreadPoolExecutor(1)
        self._made = pool.submit(make)
        pool.shutdown(wait=False)

    def __getitem__(self, key: str) -> Reference:
        return self._made.result()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _read(remembered: Path) -> _Known:
    """What is remembered, if anything is; what can't be read is made anew."""
    try:
        return msgspec.json.decode(remembered.read_bytes(), type=_Known)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _digest() -> bytes:
    """What all forms are made of but the items: styles, pandoc, this program."""
    digest = hashlib.sha256()
    for style in styles():
        digest.update(f"{style.key} {style.name}\n".encode() + style.file.read_bytes())
    program = pandoc().stat()
    digest.update(f"{program.st_size} {program.st_mtime_ns}\n".encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), Path(citing.__file__)):
        digest.update(path.read_bytes())
    return digest.digest()


def _key(made_of: bytes, item: Item) -> str:
    return hashlib.sha256(made_of + msgspec.json.encode(item)).hexdigest()
