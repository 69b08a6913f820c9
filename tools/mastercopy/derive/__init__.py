"""Pure views of an edition: what follows from the master, and is never stored in it."""
