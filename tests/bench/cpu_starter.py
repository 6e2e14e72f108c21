"""Speed of the gate on a bare CPU: the starter model at 512 x 512, four painters with four prompts.

    python tests/bench/cpu_starter.py [--model models/starter] [--rounds 8] [--threads N] [--json OUT]

The plain pass, ours and the way of the peers (one pass for each painter, blended by mask) in one process,
run by turns.
Painters are random, of rank 16 on every block layer; without the folder of the starter so is the network.
"""

from __future__ import annotations

import argparse
import copy
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import torch
from diffusers import FluxTransformer2DModel

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from artmaster_desktop.engine.flux.attention import attach_regions
from artmaster_desktop.engine.painters.adapter import Adapter
from artmaster_desktop.engine.painters.gate import attach
from artmaster_desktop.engine.painters.state import sort_order
from tests.bench import flux_setup
from tests.bench.harness import Report, timed

SHAPE = {
    "guidance_embeds": True,
    "num_layers": 3,
    "num_single_layers": 8,
    "attention_head_dim": 64,
    "num_attention_heads": 5,
    "joint_attention_dim": 256,
    "pooled_projection_dim": 128,
    "axes_dims_rope": (16, 24, 24),
}
SIDE, PAINTERS = 32, 4
CPU = torch.device("cpu")


def load(folder: Path) -> FluxTransformer2DModel:
    if (folder / "transformer").is_dir():
        model = FluxTransformer2DModel.from_pretrained(folder / "transformer", torch_dtype=torch.float32)
        return model.eval().requires_grad_(False)
    print(f"{folder} is not there: a random network of its shape takes its place", flush=True)
    return flux_setup.build(SHAPE, CPU, torch.float32)


@contextmanager
def ours(
    model: FluxTransformer2DModel, adapters: list[Adapter], root: int, each: int
) -> Iterator[Callable[[], object]]:
    plan = flux_setup.plan_of(PAINTERS, SIDE, prompts=each > 0)
    lengths = flux_setup.lengths_of(plan, prompts=each > 0, root=root, each=each)
    order = sort_order(plan)
    with attach(model, adapters) as painters, attach_regions(model) as view:
        painters.state.prepare(plan, lengths, order)
        view.prepare(plan, lengths, order)
        yield partial(model, **flux_setup.call_inputs(model, SIDE, sum(lengths), plan))


def switched(model: FluxTransformer2DModel, adapters: list[Adapter], texts: int) -> Callable[[], object]:
    """One pass for each painter with its adapter switched on, the predictions blended by mask."""
    from peft import LoraConfig

    names = [f"p{e}" for e in range(len(adapters))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            config = LoraConfig(r=16, lora_alpha=16, target_modules=list(adapters[0].modules))
            model.add_adapter(config, adapter_name=name)
    given = flux_setup.call_inputs(model, SIDE, texts)
    masks = torch.from_numpy(flux_setup.coverage_of(len(adapters), SIDE)[1:]).reshape(len(adapters), 1, -1, 1)

    def passes() -> torch.Tensor:
        blended = torch.zeros(())
        for name, mask in zip(names, masks, strict=True):
            model.set_adapters([name])
            blended = blended + mask * model(**given)[0]
        return blended

    return passes


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=Path("models/starter"))
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--root", type=int, default=48, help="tokens of the root prompt")
    parser.add_argument("--each", type=int, default=24, help="tokens of each region's prompt")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    report = Report(
        args.json, float("inf"), {"torch": torch.__version__, "threads": str(torch.get_num_threads())}
    )
    model = load(args.model)
    adapters = flux_setup.painters_for(model, PAINTERS)
    texts = args.root + PAINTERS * args.each
    with torch.no_grad(), ExitStack() as stack:
        plain, alone, regional, peers = (copy.deepcopy(model) for _ in range(4))
        calls: dict[str, Callable[[], object]] = {
            "plain pass": partial(plain, **flux_setup.call_inputs(plain, SIDE, texts)),
            "4 painters, gate alone": stack.enter_context(ours(alone, adapters, texts, 0)),
            "4 painters with 4 prompts": stack.enter_context(ours(regional, adapters, args.root, args.each)),
            "one pass a painter (peft, switched)": switched(peers, adapters, args.root + args.each),
        }
        run(report, calls, args.rounds, texts)
    report.table(lambda row: report.rows["plain pass"].median)
    ratio = (
        report.rows["one pass a painter (peft, switched)"].median
        / report.rows["4 painters with 4 prompts"].median
    )
    print(f"\none pass a painter takes {ratio:.2f} times as long as ours")


def run(report: Report, calls: dict[str, Callable[[], object]], rounds: int, texts: int) -> None:
    """Every variant once a round, after one round that does not count."""
    for number in range(rounds + 1):
        for name, call in calls.items():
            taken = timed(call, CPU)
            if number:
                report.row(name, texts).runs.append(taken)
        report.save()


if __name__ == "__main__":
    main()
