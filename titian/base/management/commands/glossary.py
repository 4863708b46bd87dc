"""`titian manage glossary` writes docs/glossary.md; with `--check` says whether it is up to date and complete."""

from __future__ import annotations

from titian.base.commands import DocumentCommand, refuse
from titian.base.words import glossary, unlabelled


class Command(DocumentCommand):
    help = "由代码里的中文名称生成词汇表 docs/glossary.md"
    document = "glossary.md"

    def text(self) -> str:
        if lacking := unlabelled():
            raise refuse("缺中文名称：" + "、".join(f"{term.section} {term.code}" for term in lacking), code=1)
        return glossary()
