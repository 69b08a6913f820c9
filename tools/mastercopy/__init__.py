"""One master copy of a printed text in TEI; pages, notes, index and addresses are made from it."""
