"""Official papers (公文) as .docx, after GB/T 9704-2012: page, fonts, heading levels, letterhead, letter form, page numbers.

Pure Python, no Django. A paper is a list of blocks (`blocks.py`: Heading, Paragraph, Points, Table, Picture, …) that knows nothing
of Word; `paper.Paper` collects them and `Paper.save()` turns them into bytes. Same blocks, same bytes, so that a paper can be hashed.

Start reading at `paper.py`; then `blocks.py` (what a paper can hold), `layout.py` (the measures of the standard), `outline.py`,
`numbering.py` and `numbers.py` (heading levels, 一是/二是, 文号, 成文日期), `titles.py` (where a title breaks). The rest draws:
`render.py`, `body.py`, `tables.py`, `pictures.py`, `heads.py`, `footers.py`, `styles.py`, `parts.py`, `elements.py`, `package.py`.

    paper = Paper("2026年上半年工作总结", edition="check", issuer="示范县科学技术局", number="示科〔2026〕12号", letterhead="file")
    paper.addressee("县人民政府")
    paper.heading(1, "主要工作完成情况")
    paper.paragraph(["全县研发投入", Run("7.47亿元", href="https://titian.example/figures/12"), "。"])
    paper.points(["强化培育。", "优化服务。"])
    paper.table(head=[["指标", "完成"]], rows=[["高新技术企业", "61家"]], caption="主要指标")
    paper.signature("示范县科学技术局", date(2026, 6, 30))
    content = paper.save()
"""
