"""`python -m judge train`, `python -m judge evaluate` and `python -m judge fidelity`."""

import argparse
import time
from pathlib import Path


def arguments() -> argparse.ArgumentParser:
    """The command line of all three."""
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
    evaluate.add_argument("--tokens", type=int, default=64, help="padded length of the T5 text")
    evaluate.add_argument("--batch", type=int, default=50)
    fidelity = commands.add_parser("fidelity", help="measure whether each painter keeps to its region")
    fidelity.add_argument("--model", type=Path, default=Path("models/starter"))
    fidelity.add_argument("--painters", type=Path, default=Path("models/painters"))
    fidelity.add_argument("--judge", type=Path, default=Path("models/judge"))
    fidelity.add_argument("--out", type=Path, required=True)
    fidelity.add_argument("--documents", type=int, default=40)
    fidelity.add_argument("--steps", type=int, default=20)
    fidelity.add_argument("--guidance", type=float, default=3.5)
    fidelity.add_argument("--dtype", default="float32", help="numbers of all arms")
    for command, seed in ((train, 7), (evaluate, 20_000), (fidelity, 31_000)):
        command.add_argument("--seed", type=int, default=seed)
        if command is not fidelity:
            command.add_argument(
                "--workers", type=int, default=0, help="painting processes (0: one per core)"
            )
        command.add_argument("--device", default="")
        command.add_argument("--smoke", action="store_true", help="tiny sizes: proves the code on a CPU")
    return parser


if __name__ == "__main__":
    begun = time.monotonic()
    options = arguments().parse_args()
    if options.command == "train":
        from .train import train

        train(options, begun)
    elif options.command == "evaluate":
        from .evaluate import evaluate

        evaluate(options, begun)
    else:
        from .fidelity import fidelity

        fidelity(options, begun)
