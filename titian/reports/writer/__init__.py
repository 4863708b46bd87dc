"""A paper from an outline and the books. Pure Python but for `gathering.py` (the books as facts), `assembling.py` (a kept paper with the
books of today) and `exporting.py` (editions, addresses, PDF).

    facts    = gathering.gather(region=…, period=…, as_of=…)          the books → wording.facts.Facts
    outline  = GENRES["half-year"].outline(particulars)               sections with their sentence templates
    composed = GENRES["half-year"].written(outline, facts, particulars)   sentences written, missing ones listed
    findings = proofing.proof(composed)                               核数
    exported = exporting.export(genre, composed, particulars, edition="check")   .docx bytes

Start reading at `outline.py`, then `written.py` (what a paper in words is) and `composing.py`.
"""
