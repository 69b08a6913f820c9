"""The configuration of the site, as far as this program needs it: folders, and what a page is rendered with."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.json import decode, encode

from mastercopy.site.remembered import Remembered, variables


class Settings(Struct, frozen=True):
    """What `mkdocs.yml` says.

    `digest`: of its bytes and of the variables of the environment that it names, with their values. `rendering`: what
    a page is rendered with, as JSON; "" where nobody knows what a page is made of: a plugin, a hook, an extension,
    another file or an object of Python may have its say in it.
    """

    docs: Path
    overrides: Path
    digest: str
    rendering: str = ""


def settings(config: Path, environment: Mapping[str, str], remembered: str = "") -> tuple[Settings, str]:
    """The settings of a configuration in an environment, and what to remember of them.

    `remembered` is that of an earlier time: where the file is the same, YAML isn't read again, which for a long
    navigation takes longer than all else. Where it can't be read there are none, and MkDocs will say so.
    """
    try:
        content = config.read_bytes()
    except OSError:
        content = b""
    digest = hashlib.sha256(content).hexdigest()
    before = _decoded(remembered)
    if before is None or before.digest != digest or before.environment != variables(environment, before.environment):
        from mastercopy.site.configuration import read  # noqa: PLC0415 # YAML, only where it is another

        before = read(content, digest, environment)
    made_of = hashlib.sha256(encode((digest, before.environment))).hexdigest()
    found = Settings(
        config.parent / before.docs,
        config.parent / before.overrides,
        made_of,
        before.rendering,
    )
    return found, encode(before).decode()


def _decoded(remembered: str) -> Remembered | None:
    try:
        return decode(remembered, type=Remembered)
    except DecodeError:
        return None
