"""A build of the site in a process of its own, which loads MkDocs while the pages are still being made.

`python -m mastercopy.site.beside CONFIG SITE` waits for an order on its input, and writes the result.
"""

import gc
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import DecodeError, Struct
from msgspec.msgpack import decode, encode

from mastercopy.inventory import Inventory
from mastercopy.site import record
from mastercopy.site.building import Builder, Result, room
from mastercopy.site.settings import settings


class _Order(Struct):
    """What `Builder.build` is told."""

    date: str
    address: str
    files: Inventory


class Beside:
    """A builder in another process, which ends with the block at the latest; where it fails, this one builds."""

    def __init__(self, config: Path, site: Path) -> None:
        self._named = (config, site)
        self.process = subprocess.Popen(  # noqa: S603 # our own interpreter, no shell, no argument from the edition
            [sys.executable, "-P", "-m", __name__, str(config), str(site)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
        for pipe in filter(None, (self.process.stdin, self.process.stdout)):
            pipe.close()
        self.process.wait()

    def build(self, docs: Path, *, date: str, address: str, files: Inventory) -> Result:
        """Brings the site up to date, as `Builder.build`."""
        answer, _ = self.process.communicate(encode(_Order(date, address, files)))
        try:
            return decode(answer, type=Result)
        except DecodeError:  # it found a fault, or was killed; what it left undone is done now
            config, site = self._named
            return Builder(config, docs, site).build(date=date, address=address, files=files)


def main(config: Path, site: Path) -> None:
    """Prepares, and builds when it is told to."""
    gc.disable()  # as in any command of ours (`cli.run`)
    found, _ = settings(config, os.environ, record.settings(room(site)))
    builder = Builder(config, found.docs, site)
    builder.prepare()
    order = sys.stdin.buffer.read()
    if order:
        told = decode(order, type=_Order)
        result = builder.build(date=told.date, address=told.address, files=told.files)
        sys.stdout.buffer.write(encode(result))
        sys.stdout.buffer.flush()
    os._exit(0)  # nobody waits for all that was loaded to be taken apart


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
