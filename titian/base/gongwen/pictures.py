"""PNG pictures in a paper."""

from __future__ import annotations

import struct

from titian.base.errors import Refused
from titian.base.gongwen.blocks import Picture
from titian.base.gongwen.elements import Element, clean_text, element
from titian.base.gongwen.layout import TEXT_HEIGHT_TWIPS
from titian.base.gongwen.parts import paragraph

_EMU_PER_MM = 36_000
_EMU_PER_TWIP = 635
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class PictureError(Refused):
    """The bytes are no PNG."""


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    if not png.startswith(_SIGNATURE) or png[12:16] != b"IHDR" or len(png) < 24:
        raise PictureError("图片不是有效的 PNG 文件,请换用 PNG 格式")
    width, height = struct.unpack(">II", png[16:24])
    if not width or not height:
        raise PictureError("图片宽度或高度为 0,请重新生成")
    return width, height


def picture(block: Picture, relation: str, number: int, text_twips: int) -> Element:
    """A centred paragraph with the picture, never wider than the text block and never higher than two thirds of it."""
    wide, high = _extent(block, text_twips)
    inline = element(
        "wp:inline",
        element("wp:extent", cx=wide, cy=high),
        element("wp:docPr", id=number, name=f"图片 {number}", descr=clean_text(block.alternative or block.caption)),
        element("a:graphic", _graphic_data(relation, number, wide, high)),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
    run = element("r", element("drawing", inline))
    spacing = element("spacing", before=120, after=0, line=240, lineRule="auto")
    follow = [element("keepNext")] if block.caption else []
    return paragraph("Normal", [run], spacing, element("jc", val="center"), *follow)


def _extent(block: Picture, text_twips: int) -> tuple[int, int]:
    """Size in EMU."""
    pixels_wide, pixels_high = png_size(block.png)
    wide = min(block.width_mm * _EMU_PER_MM, text_twips * _EMU_PER_TWIP)
    high = wide * pixels_high / pixels_wide
    limit = TEXT_HEIGHT_TWIPS * _EMU_PER_TWIP * 2 / 3
    shrink = min(1.0, limit / high)
    return round(wide * shrink), round(high * shrink)


def _graphic_data(relation: str, number: int, wide: int, high: int) -> Element:
    names = element("pic:nvPicPr", element("pic:cNvPr", id=number, name=f"image{number}.png"), element("pic:cNvPicPr"))
    fill = element("pic:blipFill", element("a:blip", r__embed=relation), element("a:stretch", element("a:fillRect")))
    frame = element("a:xfrm", element("a:off", x=0, y=0), element("a:ext", cx=wide, cy=high))
    shape = element("pic:spPr", frame, element("a:prstGeom", element("a:avLst"), prst="rect"))
    return element(
        "a:graphicData", element("pic:pic", names, fill, shape), uri="http://schemas.openxmlformats.org/drawingml/2006/picture"
    )
