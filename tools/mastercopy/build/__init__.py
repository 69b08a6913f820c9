"""The whole way from the bytes of a master to the files of a site's docs/, stage by stage."""

from mastercopy.build.reading import Book, book, fates
from mastercopy.build.writing import files, release

__all__ = ["Book", "book", "fates", "files", "release"]
