"""A comparison as people and programs read it: on a terminal, as Markdown, as one page of HTML, as JSON."""
