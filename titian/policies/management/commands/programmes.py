"""`titian manage programmes` writes docs/policies/programmes.md; with `--check` says whether it is up to date."""

from __future__ import annotations

from titian.base.commands import DocumentCommand
from titian.policies.documents import programmes_page


class Command(DocumentCommand):
    help = "由规则包和代码生成政策项目表 docs/policies/programmes.md"
    document = "policies/programmes.md"

    def text(self) -> str:
        return programmes_page()
