"""Makes every model that ships, from nothing, on one or two GPUs: ``python models/recipes/make_models.py``.

Stages overlap where they can: the processor's cores paint pictures while the autoencoder learns and the base
is compiled; on a second GPU the judge learns beside the base, and the painters are shared out; on one GPU
judge and painters learn side by side after the base. What is finished lies at once in ``OUT/ready`` (with
``--pack`` in parts of at most 15 MiB, see ``unpack.py``), and ``OUT/status.json`` says how far everything
came. A stage that fails is tried once more, and stops none that can do without it. With the defaults the
whole takes at most 27 minutes. ``--smoke`` proves the wiring on a CPU.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from making import measures
from making.preflight import known, preflight
from making.run import Run, ends_in_order
from making.stage import Stage

HERE = Path(__file__).resolve().parent
MODELS, ROOT = HERE.parent, HERE.parents[1]
TAIL = 190.0
"""Seconds kept for measuring at the end."""
SECONDS = {
    1: {"vae": 200.0, "base": 620.0, "judge": 270.0, "painters": 400.0},
    2: {"vae": 200.0, "base": 740.0, "judge": 600.0, "painters": 380.0},
}
"""Learning time of each stage by the number of GPUs, unless told."""
ROOF, SPARE = 1620.0, 170.0
"""The roof that these are meant for, and how much of it compiling, packing and the like take."""
PAINTED_LEAST = 0.75
"""Part of the painters' time that the base leaves to them at least."""
BENCH_JUDGE = 330.0
"""The judge's, where the bench wants the second GPU after it."""


def parser() -> argparse.ArgumentParser:
    """The recipe's arguments; seconds are those of learning."""
    out = argparse.ArgumentParser(description=__doc__)
    out.add_argument("--state", type=Path, default=Path("/tmp/starter"), help="pictures and checkpoints")
    out.add_argument("--out", type=Path, default=Path("out"), help="where models, sheets and ready/ go")
    out.add_argument("--devices", default="cuda:0", help="one or two GPUs: cuda:0,cuda:1")
    out.add_argument("--seed", type=int, default=1)
    cores = os.cpu_count() or 4
    out.add_argument("--workers", type=int, default=max(1, cores - 3), help="painting processes")
    out.add_argument("--pictures", type=int, default=20_000)
    for name in ("vae", "base", "judge", "painters"):
        out.add_argument(f"--{name}", type=float, help=f"seconds (default: {_defaults(name)})")
    out.add_argument("--until-recognised", type=float, default=0.97, help="painters: settle at this share")
    out.add_argument("--roof", type=float, default=ROOF, help="seconds for everything; shorter ones share it")
    out.add_argument("--preflight", action="store_true", help="try everything in a minute, and make nothing")
    out.add_argument("--from", dest="first", default="", help="begin here, from what earlier stages left")
    out.add_argument("--to", dest="last", default="", help="end with this stage")
    out.add_argument("--pack", action="store_true", help="ready/ in parts with a manifest")
    out.add_argument("--bench", action="store_true", help="also time the gate on the last GPU")
    out.add_argument("--smoke", action="store_true", help="toy sizes on a CPU")
    return out


def _defaults(name: str) -> str:
    return f"{SECONDS[1][name]:.0f} with one GPU, {SECONDS[2][name]:.0f} with two"


class Recipe:
    """The stages of one set of arguments."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.state, self.out = options, options.state, options.out
        self.devices = [device.rpartition(":")[2] for device in options.devices.split(",")][:2]
        self.first, self.last = self.devices[0], self.devices[-1]
        self.two = self.first != self.last
        self.seconds = dict(SECONDS[2 if self.two else 1])
        if self.two and options.bench:
            self.seconds["judge"] = BENCH_JUDGE
        for name in self.seconds:
            self.seconds[name] = getattr(options, name) or self.seconds[name] * self._share()
        self.deadline = time.time() + options.roof - TAIL
        self.base_deadline = self.deadline - PAINTED_LEAST * self.seconds["painters"] - 15.0
        self.found = known(self.out)
        self.starter, self.judged = self.out / "starter", self.out / "judge"

    def stages(self) -> list[Stage]:
        """All of them in order, or those between `--from` and `--to`."""
        found = [*self._making(), *self._judging(), *self._painting(), *self._measuring()]
        names = [stage.name for stage in found]
        first, last = self.options.first, self.options.last
        begin = _index(names, first) if first else 0
        end = _index(names, last, last=True) + 1 if last else len(found)
        chosen = found[begin:end]
        if "base" in (stage.name for stage in chosen):
            return chosen
        there = (self.starter / "card.json",)  # nobody will bring it
        return [replace(s, needs=there) if s.name.startswith("painters-") else s for s in chosen]

    def _share(self) -> float:
        """What a shorter roof leaves of the stages' own time."""
        return float(min(1.0, max(0.05, (self.options.roof - TAIL - SPARE) / (ROOF - TAIL - SPARE))))

    def _call(self, module: str, *arguments: object) -> list[str]:
        smoke = ["--smoke"] if self.options.smoke else []
        return [sys.executable, "-m", module, *map(str, arguments), *smoke]

    def _starter(self, stage: str, seconds: float, *arguments: object) -> list[str]:
        common = ("--state", self.state, "--out", self.out, "--seed", self.options.seed)
        return self._call("starter", stage, *common, "--seconds", seconds, *arguments)

    def _making(self) -> list[Stage]:
        o, seconds, none = self.options, self.seconds, ("--workers", 0)
        crew = ("--workers", o.workers, "--limit", o.pictures, *self.found.get("painting", ()))
        base = ("--wait-for-vae", "--no-sheet", "--deadline", self.base_deadline, *self.found.get("base", ()))
        return [
            Stage("tokenisers", partial(self._starter, "data", 1, *none)),
            Stage("stand-in", partial(self._starter, "stand-in", 1), after=("tokenisers",)),
            Stage(
                "painting",
                partial(self._starter, "data", seconds["vae"] + 900, *crew),
                after=("tokenisers",),
                measures=partial(measures.painting, self.state, 4 if o.smoke else 24),
                beside=True,
            ),
            Stage(
                "vae",
                partial(self._starter, "vae", seconds["vae"], *none, *self.found.get("vae", ())),
                after=("tokenisers",),
                device=self.first,
                gives=(self.out / "vae", self.out / "reconstructions.jpg"),
                clears=(self.state / "vae.pt",),
                measures=partial(measures.vae, self.out),
            ),
            Stage(
                "base",
                partial(self._starter, "base", seconds["base"], *none, *base),
                after=("tokenisers",),
                hangs_on=("vae",),
                device=self.first,
                gives=(self.starter,),
                clears=(self.starter / "card.json",),
                measures=partial(measures.base, self.out),
                again=("--resume", "--no-graphs"),
            ),
        ]

    def _judging(self) -> list[Stage]:
        train = ("train", "--pool", self.state / "data", "--vae", self.out / "vae", "--out", self.judged)
        workers = ("--workers", max(1, self.options.workers // 2))
        judge = Stage(
            "judge",
            partial(self._call, "judge", *train, "--seconds", self.seconds["judge"], *workers),
            after=("vae",) if self.two else ("base",),
            needs=(self.out / "vae" / "config.json",),
            device=self.last,
            gives=(self.judged,),
            clears=(self.judged / "card.json",),
            measures=partial(measures.judge, self.out),
        )
        return [judge, *self._bench()] if self.two else [judge]

    def _bench(self) -> list[Stage]:
        if not self.options.bench or self.options.smoke:
            return []
        parts = {"bench": "step,masks,pieces", "peers": "peers"}
        script, before = ROOT / "tests" / "bench" / "flux_gpu.py", "judge" if self.two else "fidelity"
        found = []
        for name, part in parts.items():
            report = self.out / f"{name}.json"
            command = [sys.executable, str(script), "--part", part, "--json", str(report)]
            found.append(
                Stage(
                    name,
                    partial(list, command),
                    after=(before,),
                    device=self.last,
                    gives=(report,),
                    tries=1,
                    most=230.0,
                )
            )
            before = name
        return found

    def _painting(self) -> list[Stage]:
        import landscape

        o, slugs = self.options, tuple(landscape.PAINTERS)
        half = len(slugs) // 2
        groups = [slugs[:half], slugs[half:]] if self.two else [slugs]
        found = []
        for number, (own, device) in enumerate(zip(groups, self.devices, strict=False)):
            arguments: list[object] = ["--base", self.starter, "--out", self.out / "painters"]
            arguments += ["--only", ",".join(own), "--seconds", self.seconds["painters"]]
            arguments += ["--rows", 4 * len(slugs) // len(own), "--deadline", self.deadline]
            arguments += ["--judge", self.judged, "--until-recognised", o.until_recognised]
            arguments += [] if o.smoke else ["--compile", "--stand-in", self.state / "stand-in"]
            found.append(
                Stage(
                    f"painters-{number}",
                    partial(self._call, "painters", *arguments),
                    after=("base",) if o.smoke else ("vae", "stand-in"),
                    needs=(self.starter / "model_index.json",) if o.smoke else (),
                    hangs_on=("base",),
                    device=device,
                    gives=tuple(self.out / "painters" / slug for slug in own),
                    measures=partial(measures.painters, self.out, own),
                )
            )
        return found

    def _with_judge(self, command: str, *arguments: object) -> list[str]:
        """A judge's command with the new judge, or where there is none with the one that ships."""
        judge = self.judged if (self.judged / "card.json").exists() else MODELS / "judge"
        models = ("--model", self.starter, "--painters", self.out / "painters", "--judge", judge)
        return self._call("judge", command, *models, *arguments)

    def _measuring(self) -> list[Stage]:
        painters = ("painters-0", "painters-1", "judge", "base")
        needs = (self.starter / "model_index.json",)
        evaluate = Stage(
            "evaluate",
            partial(self._with_judge, "evaluate", "--out", self.out / "report"),
            after=painters,
            needs=needs,
            device=self.first,
            gives=(self.out / "report",),
            measures=partial(measures.evaluate, self.out),
            tries=1,
        )
        fidelity = Stage(
            "fidelity",
            partial(self._with_judge, "fidelity", "--out", self.out / "fidelity"),
            after=painters if self.two else (*painters, "evaluate"),
            needs=(*needs, self.out / "painters"),
            device=self.last,
            gives=(self.out / "fidelity",),
            measures=partial(measures.fidelity, self.out),
            tries=1,
        )
        return [evaluate, fidelity] if self.two else [evaluate, fidelity, *self._bench()]


def _index(names: Sequence[str], wanted: str, *, last: bool = False) -> int:
    """Where the stage `wanted`, or the first or last that is named after it, stands."""
    found = [i for i, name in enumerate(names) if name == wanted or name.startswith(f"{wanted}-")]
    if not found:
        raise SystemExit(f"no stage is called {wanted}; there are {', '.join(names)}")
    return found[-1 if last else 0]


def environment(state: Path) -> dict[str, str]:
    """What every stage is started with."""
    paths = os.pathsep.join([str(HERE), str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return os.environ | {
        "PYTHONPATH": paths,
        "PYTHONUNBUFFERED": "1",
        "TORCHINDUCTOR_COMPILE_THREADS": os.environ.get("TORCHINDUCTOR_COMPILE_THREADS", "8"),
        "TORCHINDUCTOR_CACHE_DIR": str(state / "inductor"),
    }


def main() -> int:
    """All stages; 0 if every one is done."""
    options = parser().parse_args()
    options.state.mkdir(parents=True, exist_ok=True)
    if options.preflight:
        device = options.devices.split(",")[0].rpartition(":")[2]
        verdict = preflight(options.out, environment(options.state), options.smoke, device)
        print("\n".join(verdict.lines()), flush=True)
        return 0 if verdict.go else 1
    ends_in_order()
    run = Run(
        Recipe(options).stages(),
        options.out,
        environment(options.state),
        packed=options.pack,
        roof=options.roof,
        goals=measures.GOALS,
        limits=measures.LIMITS,
    )
    well = run.go()
    print(
        f"== {run.elapsed():.0f} s: {'everything is' if well else 'what was made is'} in {options.out}/ready"
    )
    for row in run.rows.values():
        if row.reached:
            print(f"== {run.verdict(row)}")
    return 0 if well else 1


if __name__ == "__main__":
    raise SystemExit(main())
