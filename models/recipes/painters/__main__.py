"""`python -m painters`: paints the works, teaches all painters side by side, saves them with cards and
samples.
"""

import argparse
import time
from pathlib import Path


def arguments() -> argparse.ArgumentParser:
    """The command line of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m painters", description=__doc__)
    parser.add_argument(
        "--base", type=Path, default=Path("models/starter"), help="diffusers folder of the base"
    )
    parser.add_argument("--out", type=Path, default=Path("models/painters"))
    parser.add_argument("--seconds", type=float, default=180.0, help="time for everything")
    parser.add_argument("--only", default="", help="slugs, separated by commas (default: all)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=20_000, help="at most this many")
    parser.add_argument("--rows", type=int, default=4, help="pictures for each painter and half step")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument(
        "--carry", type=float, default=0.5, help="weight of carrying the style to other captions"
    )
    parser.add_argument("--workers", type=int, default=0, help="painting processes (0: one per core)")
    parser.add_argument("--device", default="")
    parser.add_argument(
        "--stand-in", type=Path, help="a base to compile and rehearse with until --base is there"
    )
    parser.add_argument(
        "--deadline", type=float, default=0.0, help="end teaching by this time (seconds since 1970)"
    )
    parser.add_argument("--judge", type=Path, help="try now and then whether this judge knows the painters")
    parser.add_argument(
        "--until-recognised", type=float, default=2.0, help="with --judge: settle once it knows this share"
    )
    parser.add_argument("--compile", action="store_true")
    parser.add_argument(
        "--smoke", action="store_true", help="tiny sizes: proves the code on a CPU, teaches nothing"
    )
    return parser


if __name__ == "__main__":
    begun = time.monotonic()
    options = arguments().parse_args()
    from .recipe import make_painters

    make_painters(options, begun)
