"""Pages of papers: the list, one paper, one section, versions, outlines."""
