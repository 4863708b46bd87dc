"""`titian manage facts` writes docs/policies/facts.md; with `--check` says whether it is up to date."""

from __future__ import annotations

from titian.base.commands import DocumentCommand
from titian.policies.documents import facts_page


class Command(DocumentCommand):
    help = "由规则包和代码生成规则事实表 docs/policies/facts.md"
    document = "policies/facts.md"

    def text(self) -> str:
        return facts_page()
