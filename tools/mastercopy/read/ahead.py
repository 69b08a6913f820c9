"""The files parsed and held against the schema in threads: libxml2 lets Python load the program meanwhile."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

from lxml import etree

from mastercopy.problems import Problem
from mastercopy.read import schema, xml
from mastercopy.sources import Sources

T = TypeVar("T")
Parsed = tuple[etree._Element | None, tuple[Problem, ...]]  # noqa: SLF001 # its only name
"""The root of a file, or None where it is no XML; and what is wrong with it as XML and by the schema."""


class _Beside(Thread, Generic[T]):
    """A function that runs beside; what it returns or raises comes out where it is asked for."""

    def __init__(self, function: Callable[[Sources], T], sources: Sources) -> None:
        super().__init__(daemon=True)
        self._function = function
        self._sources = sources
        self._result: list[T] = []
        self._failed: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._result.append(self._function(self._sources))
        except BaseException as error:  # noqa: BLE001 # whatever it is, `result` raises it
            self._failed = error

    def result(self) -> T:
        """What the function returns; waits for it. It is given once, and not kept."""
        self.join()
        if self._failed is not None:
            raise self._failed
        return self._result.pop()


class Ahead:
    """What is being found out about some files while the program does something else."""

    def __init__(self, sources: Sources) -> None:
        """Begins with both files, each in a thread."""
        self._master = _Beside(_master, sources)
        self._register = _Beside(_register, sources)

    def master(self) -> Parsed:
        """The master."""
        return self._master.result()

    def register(self) -> Parsed:
        """The register; None, and no problem, where there is none."""
        return self._register.result()


def _master(sources: Sources) -> Parsed:
    file, content = sources.master
    root, problems = _validated(file, content, sources)
    if root is None:
        return None, problems
    if sources.schema is None:
        message = "there is no edition.rng beside it: only the program's own rules hold"
        problems = (*problems, Problem(file, 1, "S003", message))
    return root, (*problems, *xml.foreign(root, content, file))


def _register(sources: Sources) -> Parsed:
    return (None, ()) if sources.register is None else _validated(*sources.register, sources)


def _validated(file: str, content: bytes, sources: Sources) -> Parsed:
    root, problems = xml.parse(content, file)
    if root is None or sources.schema is None:
        return root, problems
    name, rules = sources.schema
    return root, (*problems, *schema.validate(root, rules, file=file, schema_file=name))
