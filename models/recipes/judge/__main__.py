"""`python -m judge train` and `python -m judge evaluate`."""

import argparse
import time
from pathlib import Path


def arguments() -> argparse.ArgumentParser:
    """The command line of both."""
    parser = argparse.ArgumentParser(prog="python -m judge", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="train the judge on exact ground truth")
    train.add_argument(
        "--pool", type=Path, default=Path("/tmp/starter/data"), help="the starter recipe's pictures"
    )
    train.add_argument("--vae", type=Path, default=Path("models/starter/vae"))
    train.add_argument("--out", type=Path, default=Path("models/judge"))
    train.add_argument("--seconds", type=float, default=150.0)
    evaluate = commands.add_parser("evaluate", help="measure the starter and its painters")
    evaluate.add_argument("--model", type=Path, default=Path("models/starter"))
    evaluate.add_argument("--painters", type=Path, default=None)
    evaluate.add_argument("--judge", type=Path, default=Path("models/judge"))
    evaluate.add_argument("--out", type=Path, required=True)
    evaluate.add_argument("--prompts", type=int, default=200)
    evaluate.add_argument("--pictures", type=int, default=50, help="pictures of each painter")
    evaluate.add_argument("--steps", type=int, default=20)
    evaluate.add_argument("--guidance", type=float, default=3.5)
    evaluate.add_argument("--tokens", type=int, default=96, help="padded length of the T5 text")
    evaluate.add_argument("--batch", type=int, default=50)
    for command in (train, evaluate):
        command.add_argument("--seed", type=int, default=7 if command is train else 20_000)
        command.add_argument("--workers", type=int, default=0, help="painting processes (0: one per core)")
        command.add_argument("--device", default="")
        command.add_argument("--smoke", action="store_true", help="tiny sizes: proves the code on a CPU")
    return parser


if __name__ == "__main__":
    begun = time.monotonic()
    options = arguments().parse_args()
    if options.command == "train":
        from .train import train

        train(options, begun)
    else:
        from .evaluate import evaluate

        evaluate(options, begun)
