"""Speed of the gate on one GPU: FLUX.1-dev's shape, random weights, bfloat16, 1024 x 1024.

    python tests/bench/flux_gpu.py [--part checks,step,pieces,masks] [--json OUT] [--seconds 200]

Parts: ``checks`` (are the kernels right), ``step`` (whole steps), ``pieces`` (their parts against what memory
and multipliers allow), ``masks`` (regional attention), ``sweep`` (the best way to cut each kernel; a ``step``
after it uses them), ``peers`` (peft; slow). They run in the order given. Every step is timed as a recorded
CUDA graph, replayed (the GPU alone), and as an ordinary call (with the CPU's launches); the plain network
likewise.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch
from diffusers.utils.logging import set_verbosity_error

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from artmaster_desktop.core.gate import GatePlan
from artmaster_desktop.engine.flux.attention import RegionView, attach_regions
from artmaster_desktop.engine.painters.compiled import compiled_blocks
from artmaster_desktop.engine.painters.gate import Attached, Room, attach
from artmaster_desktop.engine.painters.state import sort_order
from tests.bench import flux_checks, flux_joined, flux_pieces, flux_setup
from tests.bench.harness import Report, Row, clocks, launched, middle, profiled, replays, timed

WARM = 3
ROOM = Room(painters=16, columns=256)
PARTS = ("checks", "step", "pieces", "masks", "sweep", "peers")


@dataclass(frozen=True)
class Case:
    """One variant of a step."""

    name: str
    painters: int = 0
    compile: bool = True
    prompts: bool = False
    backend: str = "default"
    texts: int = flux_setup.ROOT_TEXT
    kind: str = "ours"
    kernels: bool = True
    fuse: bool = True
    heads: bool = True
    sparse: bool = True
    room: bool = False
    profile: bool = False


def cases() -> list[Case]:
    """All variants, those that decide most first."""
    plain = Case("plain, 512 text, compiled", kind="plain", profile=True)
    ours = Case("", painters=8, room=True)
    joined = Case("", painters=8, kind="joined", kernels=False, fuse=False)
    return [
        plain,
        replace(ours, name="gated N=8, compiled", profile=True),
        replace(joined, name="joined N=8, compiled", profile=True),
        replace(joined, name="joined N=8, dense shrink, compiled", sparse=False),
        replace(ours, name="gated N=1, compiled", painters=1, profile=True),
        replace(ours, name="gated N=16, compiled", painters=16),
        replace(plain, name="plain, 1024 text, compiled", texts=1024, profile=False),
        replace(ours, name="gated N=8 + 8 prompts, compiled", prompts=True, profile=True),
        replace(ours, name="gated N=8, norm, rotary, GELU apart, compiled", fuse=False, heads=False),
        replace(joined, name="joined N=8 + 8 prompts, compiled", prompts=True, kernels=True),
        replace(plain, name="plain, 512 text, eager", compile=False, profile=False),
        replace(ours, name="gated N=8, eager", compile=False),
        replace(ours, name="gated N=4, compiled", painters=4),
        replace(joined, name="joined N=16, compiled", painters=16),
        replace(joined, name="joined N=1, compiled", painters=1),
        replace(ours, name="gated N=8, norm and rotary apart, compiled", heads=False),
        replace(ours, name="gated N=8, two plain products, compiled", kernels=False, room=False),
        replace(ours, name="gated N=8, dense shrink, compiled", sparse=False),
        replace(ours, name="gated N=8 + 8 prompts, flash, compiled", prompts=True, backend="flash"),
        *(replace(ours, name=f"gated N={n}, eager", painters=n, compile=False) for n in (1, 4, 16)),
        replace(ours, name="gated N=8 + 8 prompts, eager", prompts=True, compile=False),
        Case("plain, 1024 text, eager", kind="plain", texts=1024, compile=False),
        Case("dense mask, N=8 + 8 prompts, compiled", kind="dense", painters=8, prompts=True),
    ]


def peers() -> list[Case]:
    """They rebuild the network, so they come last, with the plain pass once more beside them."""
    return [
        Case("plain, 512 text, eager, beside peers", kind="plain", compile=False),
        Case("N passes by peft, N=4, eager", kind="passes", painters=4, compile=False),
        Case("peft N=4 all active, eager", kind="peft", painters=4, compile=False),
        Case("peft N=1, eager", kind="peft", painters=1, compile=False),
    ]


class Bench:
    def __init__(self, report: Report, *, small: bool, runs: int) -> None:
        self.report = report
        self.runs = runs
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.dtype = torch.bfloat16 if self.device.type == "cuda" else torch.float32
        self.model = flux_setup.build(
            flux_setup.SMALL if small else flux_setup.FLUX_DEV, self.device, self.dtype
        )
        self.side = 16 if small else 64
        self.own = self.device.type == "cuda" or "TRITON_INTERPRET" in os.environ
        self.painters = flux_setup.painters_for(self.model, 16)

    def run(self, case: Case) -> None:
        """Time a case once more; its row gathers the runs of all rounds."""
        row = self.report.row(case.name, case.texts)
        if row.error or self.report.over:
            return
        again = bool(row.runs)
        with self.report.attempt(row), torch.inference_mode(), ExitStack() as stack:
            if self.device.type == "cuda":
                torch.cuda.reset_peak_memory_stats()
            step = stack.enter_context(self._step(case, row))
            for _ in range(min(WARM, self.runs)):
                step()
            row.runs += [timed(step, self.device) for _ in range(self.runs)]
            if self.device.type == "cuda":
                row.memory = torch.cuda.max_memory_allocated() / 2**30
                row.cpu += launched(step)
                self._replay(row, step)
                if case.profile and not again:
                    row.profile = profiled(step)

    def _replay(self, row: Row, step: Callable[[], object]) -> None:
        """The same step recorded; where that fails, the row says so and keeps its other numbers."""
        try:
            row.graph += replays(step, self.runs)
            row.note = f"{clocks()} {row.note}".strip()
        except RuntimeError as fault:
            row.note = f"no recording: {str(fault)[:200]}"
            torch.cuda.synchronize()

    @contextmanager
    def _step(self, case: Case, row: Row) -> Iterator[Callable[[], object]]:
        self._set_backend(case.backend)
        kinds = {"plain": self._plain, "ours": self._ours, "dense": self._ours, "joined": self._ours}
        with kinds.get(case.kind, self._peft)(case, row) as step:
            yield step

    def _set_backend(self, backend: str) -> None:
        self.model.set_attention_backend("_native_cudnn" if backend == "cudnn" else "native")

    @contextmanager
    def _plain(self, case: Case, row: Row) -> Iterator[Callable[[], object]]:
        given = flux_setup.call_inputs(self.model, self.side, case.texts)
        with compiled_blocks(self.model) if case.compile else nullcontext():
            yield partial(self.model, **given)

    @contextmanager
    def _ours(self, case: Case, row: Row) -> Iterator[Callable[[], object]]:
        from artmaster_desktop.engine.painters import kernels

        plan = flux_setup.plan_of(case.painters, self.side, prompts=case.prompts)
        lengths = flux_setup.lengths_of(plan, prompts=case.prompts)
        row.text = sum(lengths)
        given = flux_setup.call_inputs(self.model, self.side, sum(lengths), plan)
        order = sort_order(plan)
        kernels.OPTIONS.sparse_shrink = case.sparse
        room = ROOM if case.room else None
        if case.kind == "joined":
            room = Room(painters=case.painters, columns=16 * case.painters)
        with ExitStack() as stack:
            stack.callback(setattr, kernels.OPTIONS, "sparse_shrink", True)
            painters = self.painters[: case.painters]
            own = case.kernels and self.own and case.kind != "joined"
            at = stack.enter_context(attach(self.model, painters, kernels=own, fuse=case.fuse, room=room))
            for layer in at.layers.values():
                layer.heads = layer.heads and case.heads
            at.state.prepare(plan, lengths, order)
            view = stack.enter_context(attach_regions(self.model, kernels=case.kernels and self.own))
            if case.backend != "default":
                view.backend = case.backend
            if case.prompts:
                view.prepare(plan, lengths, order)
            if case.kind == "dense":
                mask = torch.from_numpy(view.dense_bias()).to(self.device, self.dtype)
                given["joint_attention_kwargs"] = {"attention_mask": mask}
                view.clear()
            if case.kind == "joined":
                stack.enter_context(flux_joined.joined(self.model, at, own=case.sparse and self.own))
            if case.compile:
                stack.enter_context(compiled_blocks(self.model))
            yield partial(self.model, **given)

    @contextmanager
    def _peft(self, case: Case, row: Row) -> Iterator[Callable[[], object]]:
        """Adapters by diffusers and peft: all active at once, or one pass for each with its adapter switched
        on."""
        from peft import LoraConfig

        names = [f"p{e}" for e in range(case.painters)]
        layers = list(self.painters[0].modules)
        given = flux_setup.call_inputs(self.model, self.side, case.texts)
        with torch.inference_mode(False):
            for name in names:
                self.model.add_adapter(
                    LoraConfig(r=16, lora_alpha=16, target_modules=layers), adapter_name=name
                )
            self.model.to(self.device, self.dtype).requires_grad_(False)
            self.model.set_adapters(names)

        def passes() -> None:
            for name in names:
                self.model.set_adapters([name])
                self.model(**given)

        try:
            yield passes if case.kind == "passes" else partial(self.model, **given)
        finally:
            self.model.unload_lora()

    def recompilations(self) -> None:
        """Other painters, weights, regions and noise levels under one compiled network with room for them."""
        row = self.report.row("graphs compiled anew by other painters and regions")
        with self.report.attempt(row), torch.inference_mode():
            self._set_backend("default")
            counters = torch._dynamo.utils.counters["stats"]
            with (
                attach(self.model, self.painters[:8], room=ROOM, kernels=self.own) as at,
                attach_regions(self.model, kernels=self.own) as view,
                compiled_blocks(self.model),
            ):
                counts, times = [], []
                for painters in (8, 8, 4, 16):
                    plan = flux_setup.plan_of(painters, self.side, prompts=True)
                    times.append(timed(partial(self._exchange, at, view, plan, painters), self.device))
                    given = flux_setup.call_inputs(self.model, self.side, 1024, plan)
                    for sigma in (1.0, 0.5):
                        at.state.set_step(sigma)
                        self.model(**given)
                    counts.append(counters["unique_graphs"])
            row.runs = times[1:]
            row.note = f"graphs after each job: {counts}; ms are those of the exchange"

    def _exchange(self, at: Attached, view: RegionView, plan: GatePlan, painters: int) -> None:
        lengths = (512, *([512 // painters] * painters))
        order = sort_order(plan)
        at.replace(self.painters[-painters:])
        at.state.prepare(plan, lengths, order)
        view.prepare(plan, lengths, order)


def main() -> None:
    set_verbosity_error()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", default="checks,step,pieces,masks", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--seconds", type=float, default=200.0)
    parser.add_argument(
        "--only", default="", help="run only variants whose name has this in it (and the plain ones)"
    )
    parser.add_argument("--small", action="store_true", help="a small network, to try the script itself")
    parser.add_argument("--runs", type=int, default=5, help="timed runs and replays of a variant in a round")
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    parts = args.part.split(",")
    if unknown := set(parts).difference(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    about = {"torch": torch.__version__, "device": "cpu"}
    if torch.cuda.is_available():
        about |= {"device": torch.cuda.get_device_name(), "clocks": clocks()}
    report = Report(args.json, args.seconds, about)
    print(about, flush=True)
    for part in parts:
        if part in ("step", "peers"):
            steps(report, args, peers() if part == "peers" else cases())
        elif torch.cuda.is_available():
            in_parts = {
                "checks": flux_checks.check,
                "pieces": flux_pieces.pieces,
                "masks": flux_pieces.masks,
                "sweep": flux_pieces.sweep,
            }
            in_parts[part](report)
    report.table(lambda row: baseline(report, row))
    report.profiles()
    report.save()


def steps(report: Report, args: argparse.Namespace, chosen: list[Case]) -> None:
    bench = Bench(report, small=args.small, runs=args.runs)
    chosen = [case for case in chosen if args.only in case.name or case.name.startswith("plain")]
    for round_ in range(args.rounds):
        for case in chosen:
            bench.run(case)
        if not round_ and chosen[0].kind == "plain" and chosen[0].compile:
            bench.recompilations()
    first = chosen[0]
    if first.compile:
        bench.run(first)  # once more at the end: what the GPU's clock did meanwhile


def baseline(report: Report, row: Row) -> float | None:
    """The compiled plain pass with as much text, without the CPU where it was recorded."""
    same = report.rows.get(f"plain, {row.text} text, compiled")
    return middle(same.graph) if same and same.graph else None


if __name__ == "__main__":
    main()
