"""Papers out: the half-year and annual report, the deputies' reply, short and table versions, written from figures.

Owns outlines, sections, sentence templates, kept papers with their frozen figures. Start reading at `wording/` (how a figure becomes a
sentence) and `writer/` (how sentences become a paper), then at a genre such as `half_year/`; `catalogue.py` lists them.
"""
