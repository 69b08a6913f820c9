"""Which programs are at work: whatever they made is made anew by others."""

import hashlib
import sys
from functools import cache
from pathlib import Path

import msgspec

_OURS = Path(__file__).parent
_INSTALLED = Path(msgspec.__file__).parents[1]


@cache
def digest() -> str:
    """One digest of Python, of what is installed beside this package, and of its own files.

    What is installed is told by the names of the folders in which installers keep what they know of each package and
    version (PyPA, "Recording installed projects"): to look at these takes no time. A process looks once.
    """
    installed = sorted(path.name for path in _INSTALLED.glob("*.dist-info"))
    found = hashlib.sha256("\n".join((sys.version, *installed, "")).encode())
    for path in sorted(_OURS.rglob("*.py")):
        content = path.read_bytes()
        found.update(f"{path.relative_to(_OURS).as_posix()} {len(content)}\n".encode() + content)
    return found.hexdigest()
