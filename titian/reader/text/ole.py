"""The old Office container (OLE compound file): its streams by name. Read only, whole file in memory.

Format: [MS-CFB]. Needed to tell .doc, .xls and a password-protected .docx apart, and for the number formats of an .xls.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cached_property

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFF
_END = 0xFFFFFFFA  # this and above: not a sector but a mark (end of chain, free, table sector)


class BrokenContainerError(ValueError):
    """The container contradicts itself: damaged or cut off."""


class Container:
    """Streams of a compound file; names are those of the last path step, which is enough to recognise a document."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise BrokenContainerError("header")
        self._data = data
        self._sector = 1 << struct.unpack_from("<H", data, 30)[0]
        self._small = 1 << struct.unpack_from("<H", data, 32)[0]
        if self._sector not in {512, 4096} or self._small != 64:
            raise BrokenContainerError("sector size")
        (self._directory, _, self._cutoff, self._small_table, _, more) = struct.unpack_from("<IIIIII", data, 48)
        self._table = self._read_table(more)
        used = max((number for number, entry in enumerate(self._table) if entry != _FREE), default=-1)
        if len(data) <= (used + 1) * self._sector:
            raise BrokenContainerError("cut off")

    def names(self) -> frozenset[str]:
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The content of a stream; KeyError when there is none. Raises BrokenContainerError when it is cut off."""
        start, size = self._entries[name]
        if size < self._cutoff:
            whole = b"".join(self._small_sectors[at * 64 : at * 64 + 64] for at in _chain(start, self._small_fat))
        else:
            whole = self._chained(start)
        if len(whole) < size:
            raise BrokenContainerError(name)
        return whole[:size]

    def _block(self, number: int) -> bytes:
        at = (number + 1) * self._sector
        block = self._data[at : at + self._sector]
        if not block:
            raise BrokenContainerError("sector")
        return block

    def _read_table(self, more: int) -> list[int]:
        numbers = [number for number in struct.unpack_from("<109I", self._data, 76) if number < _END]
        seen = set[int]()
        while more < _END and more not in seen:
            seen.add(more)
            *further, more = _integers(self._block(more))
            numbers += [number for number in further if number < _END]
        return [entry for number in numbers for entry in _integers(self._block(number))]

    def _chained(self, start: int) -> bytes:
        return b"".join(self._block(number) for number in _chain(start, self._table))

    @cached_property
    def _entries(self) -> dict[str, tuple[int, int]]:
        raw = self._chained(self._directory)
        if not raw or len(raw) % self._sector:
            raise BrokenContainerError("directory")
        found: dict[str, tuple[int, int]] = {}
        for at in range(0, len(raw) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            if kind in {1, 2, 5} and 2 <= length <= 64:
                name = raw[at : at + length - 2].decode("utf-16-le", "replace")
                found.setdefault("Root Entry" if kind == 5 else name, struct.unpack_from("<II", raw, at + 116))
        return found

    @cached_property
    def _small_fat(self) -> list[int]:
        return list(_integers(self._chained(self._small_table))) if self._small_table < _END else []

    @cached_property
    def _small_sectors(self) -> bytes:
        return self._chained(self._entries["Root Entry"][0])


def _integers(block: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])


def _chain(start: int, table: list[int]) -> Iterator[int]:
    """The sectors of a stream in order. A chain longer than the table runs in a circle."""
    for _ in range(len(table) + 1):
        if start >= _END:
            return
        if start >= len(table):
            raise BrokenContainerError("chain")
        yield start
        start = table[start]
    raise BrokenContainerError("circle")
