"""Which programs are at work: whatever they made is made anew by others."""

import hashlib
import importlib.metadata
import sys
from collections.abc import Iterable
from pathlib import Path

_OURS = Path(__file__).parent


def digest(names: Iterable[str]) -> str:
    """One digest of Python, of the installed programs of these names, and of the files of this package."""
    found = hashlib.sha256(f"{sys.version}\n".encode())
    for name in names:
        found.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    for path in sorted(_OURS.rglob("*.py")):
        content = path.read_bytes()
        found.update(f"{path.relative_to(_OURS).as_posix()} {len(content)}\n".encode() + content)
    return found.hexdigest()
