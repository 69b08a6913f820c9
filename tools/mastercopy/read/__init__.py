"""XML in, values out. Only this folder knows lxml."""
