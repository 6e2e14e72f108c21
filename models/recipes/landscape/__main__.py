"""Contact sheets: `python -m landscape sheet OUT.png` and `python -m landscape truth OUT.png`."""

import argparse
import time

import cv2
import numpy as np

from . import PAINTERS, SUBJECTS, Picture, Scene, paint, random_scene, random_style
from .kernels import U8

LABEL_COLOURS = np.array(
    [(245, 240, 228), (104, 132, 96), (120, 170, 205), (52, 92, 60), (190, 90, 60), (40, 40, 60)], np.uint8
)


def make(options: argparse.Namespace) -> list[Picture]:
    """Paint the pictures that the options ask for."""
    width, height = (int(v) for v in options.size.split("x"))
    pictures = []
    for i in range(options.n):
        rng = np.random.default_rng((options.seed, i))
        only = options.subjects.split(",") if options.subjects else None
        if options.each:
            only = [SUBJECTS[i % len(SUBJECTS)]]
        scene: Scene = random_scene(rng, width, height, only)
        style = PAINTERS[options.painter].work(rng) if options.painter else random_style(rng)
        pictures.append(paint(scene, style, i))
    return pictures


def truth_row(picture: Picture) -> U8:
    """Picture, labels, line and depth side by side."""
    grey = [np.repeat(plane[..., None], 3, 2) for plane in (picture.line, picture.depth)]
    return np.concatenate([picture.rgb, LABEL_COLOURS[picture.labels], *grey], 1)


def grid(tiles: list[U8], columns: int, gap: int = 8) -> U8:
    """Tiles of one size on a pale ground."""
    h, w = tiles[0].shape[:2]
    rows = -(-len(tiles) // columns)
    sheet = np.full((rows * (h + gap) + gap, columns * (w + gap) + gap, 3), 250, np.uint8)
    for i, tile in enumerate(tiles):
        y, x = gap + (i // columns) * (h + gap), gap + (i % columns) * (w + gap)
        sheet[y : y + h, x : x + w] = tile
    return sheet


def main() -> None:
    """Parse the command line, paint, write the sheet and say how long a picture took."""
    parser = argparse.ArgumentParser(prog="landscape", description=__doc__)
    parser.add_argument("what", choices=("sheet", "truth"))
    parser.add_argument("out")
    parser.add_argument("--painter", choices=sorted(PAINTERS))
    parser.add_argument("--random", action="store_true", help="random styles (the default)")
    parser.add_argument("--n", type=int, default=16)
    parser.add_argument("--size", default="512x512")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--subjects", help="comma-separated; otherwise random")
    parser.add_argument("--each", action="store_true", help="every subject singly, in turn")
    parser.add_argument("--columns", type=int, default=4)
    options = parser.parse_args()
    started = time.perf_counter()
    pictures = make(options)
    seconds = (time.perf_counter() - started) / len(pictures)
    if options.what == "truth":
        sheet = grid([truth_row(p) for p in pictures], 1)
    else:
        sheet = grid([p.rgb for p in pictures], options.columns)
    cv2.imwrite(options.out, cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
    print(f"{len(pictures)} pictures, {1000 * seconds:.0f} ms each, {options.out}")


if __name__ == "__main__":
    main()
