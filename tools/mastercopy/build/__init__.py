"""The whole way from the bytes of a master to the files of docs/, stage by stage; and the short way of an edit."""

from mastercopy.build.carrying import carried
from mastercopy.build.reading import Book, book, draft, fates
from mastercopy.build.window import Kept, kept
from mastercopy.build.writing import files, release

__all__ = ["Book", "Kept", "book", "carried", "draft", "fates", "files", "kept", "release"]
