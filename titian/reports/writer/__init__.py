"""A paper from an outline and the books: pure Python but for `gathering.py` (the books as facts) and `exporting.py` (bytes out).

    facts    = gathering.gather(region=…, period=…, as_of=…)      books → wording.facts.Facts
    outline  = catalogue.genre("half-year").outline()             sections with their sentence templates
    composed = composing.compose(outline, facts)                  sentences written, missing ones listed
    findings = proofing.proof(composed)                           核数
    content  = exporting.docx(composed, edition="check", …)       .docx bytes

Start reading at `outline.py`, then `composing.py`.
"""
