"""Contact sheets: pictures in rows on warm paper, each with a line of text under it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

U8 = NDArray[np.uint8]
PAPER, INK, FAINT = (246, 242, 232), (58, 50, 42), (132, 122, 108)
GAP = 14


def _fit(text: str, font: Any, width: int) -> str:
    """`text`, cut with an ellipsis to at most `width` px; letters that the font lacks are dropped."""
    text = text.encode("latin-1", "ignore").decode("latin-1").strip()
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "...") > width:
        text = text[:-1]
    return text + "..."


def contact_sheet(
    pictures: Sequence[U8],
    labels: Sequence[str] | None = None,
    title: str = "",
    columns: int = 5,
    cell: int = 240,
) -> Image.Image:
    """The pictures (uint8[H, W, 3], any shapes) fitted into cells `cell` px wide; rows are as tall as they
    need.
    """
    thumbs = [_thumbnail(p, cell) for p in pictures]
    rows = [thumbs[i : i + columns] for i in range(0, len(thumbs), columns)]
    heights = [max(t.height for t in row) for row in rows]
    line = 22 if labels else 0
    top = 2 * GAP + 22 if title else GAP
    width = GAP + min(columns, max(1, len(thumbs))) * (cell + GAP)
    sheet = Image.new("RGB", (width, top + sum(h + line + GAP for h in heights)), PAPER)
    draw = ImageDraw.Draw(sheet)
    if title:
        big = ImageFont.load_default(size=20)
        draw.text((GAP, GAP), _fit(title, big, width - 2 * GAP), INK, font=big)
    small = ImageFont.load_default(size=13)
    y = top
    for r, row in enumerate(rows):
        for c, thumb in enumerate(row):
            x = GAP + c * (cell + GAP)
            sheet.paste(thumb, (x + (cell - thumb.width) // 2, y + heights[r] - thumb.height))
            if labels:
                text = _fit(labels[r * columns + c], small, cell)
                draw.text((x, y + heights[r] + 3), text, FAINT, font=small)
        y += heights[r] + line + GAP
    return sheet


def _thumbnail(picture: U8, cell: int) -> Image.Image:
    image = Image.fromarray(picture)
    scale = min(cell / image.width, 1.5 * cell / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def save_jpeg(image: Image.Image, path: Path, limit: int, quality: int = 88) -> int:
    """Writes a JPEG of fewer than `limit` bytes, lowering the quality only as far as it must; returns its
    size.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        image.save(path, "JPEG", quality=quality, optimize=True, progressive=True)
        size = path.stat().st_size
        if size < limit or quality <= 40:
            return size
        quality -= 6
