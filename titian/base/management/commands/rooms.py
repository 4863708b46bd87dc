"""`titian manage rooms` writes docs/rooms.md; with `--check` says whether it is up to date."""

from __future__ import annotations

from titian.base.commands import DocumentCommand
from titian.base.words import rooms_page


class Command(DocumentCommand):
    help = "由各房间的说明生成 docs/rooms.md"
    document = "rooms.md"

    def text(self) -> str:
        return rooms_page()
