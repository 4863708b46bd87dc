"""Papers out: the half-year and annual report, the deputies' reply, short and table versions, written from figures.

Owns outlines, sections, sentence templates, kept papers with their frozen figures. Start reading at `half_year/` and `writer.py`.
"""
