"""Makes what is taught from the shipped starter, with one or two GPUs: `make_finish.py`.

The eight painters by the program's own trainer, the starter's control model, the segmenter, the upscalers and
the gate; and beside them what training costs: the seed preset on the starter, and a step in FLUX.1-dev's
shape. Every stage is a process of its own with its time, is tried once more where it fails, and stops none
that can do without it. What is finished lies at once in `OUT/ready` (see `make_models.py`, `deliver.py` and
`unpack.py`). With the defaults the whole takes at most 26 minutes. `--smoke` proves the wiring on a CPU.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from functools import partial
from pathlib import Path

from make_models import MODELS, ROOT, environment
from making import measures
from making.preflight import preflight
from making.run import Run, ends_in_order
from making.stage import Stage

ROOF, TAIL = 1560.0, 60.0
"""Seconds for everything, and what is kept of them at the end."""
SECONDS = {
    "painters": 440.0,
    "control": 330.0,
    "segment": 260.0,
    "upscale": 300.0,
    "seed": 420.0,
    "flux": 150.0,
}
"""Time of each stage, painting and measuring left out where they are not said."""
SEED_PAINTER = "azure-gilt"
NAMES = ("flux", "seed", "painters", "segment", "upscale", "control", "gate", "evaluate", "fidelity")


def parser() -> argparse.ArgumentParser:
    """The recipe's arguments."""
    out = argparse.ArgumentParser(description=__doc__)
    out.add_argument("--base", type=Path, default=MODELS / "starter")
    out.add_argument("--judge", type=Path, default=MODELS / "judge")
    out.add_argument("--state", type=Path, default=Path("/tmp/finish"), help="what is kept between stages")
    out.add_argument("--out", type=Path, default=Path("out"), help="where models, reports and ready/ go")
    out.add_argument("--devices", default="cuda:0", help="one or two GPUs: cuda:0,cuda:1")
    out.add_argument("--chance", type=int, default=7, help="seed of all that is drawn")
    out.add_argument("--preset", default="studio", help="of the painters: studio, fast or seed")
    for name, seconds in SECONDS.items():
        out.add_argument(f"--{name}", type=float, default=seconds, help=f"seconds (default: {seconds:.0f})")
    out.add_argument("--only", default=",".join(NAMES), help="stages, separated by commas (default: all)")
    out.add_argument("--roof", type=float, default=ROOF, help="seconds for everything")
    out.add_argument("--preflight", action="store_true", help="try everything in a minute, and make nothing")
    out.add_argument("--pack", action="store_true", help="ready/ in parts with a manifest")
    out.add_argument("--smoke", action="store_true", help="toy sizes on a CPU")
    return out


class Finish:
    """The stages of one set of arguments."""

    def __init__(self, options: argparse.Namespace) -> None:
        import landscape

        self.options, self.out = options, options.out
        self.devices = [device.rpartition(":")[2] for device in options.devices.split(",")][:2]
        self.first, self.last = self.devices[0], self.devices[-1]
        self.two = self.first != self.last
        self.measured, self.painters = self.out / "measured", self.out / "painters"
        self.slugs = tuple(landscape.PAINTERS)
        self.taught = tuple(f"painter-{slug}" for slug in self.slugs)
        self.cores = max(1, (os.cpu_count() or 4) - len(self.slugs))
        self.deadline = time.time() + options.roof - TAIL

    def stages(self) -> list[Stage]:
        """Those asked for, in order."""
        wanted = set(self.options.only.split(","))
        if unknown := wanted.difference(NAMES):
            raise SystemExit(f"no stage is called {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
        groups = {
            "flux": self._flux,
            "painters": self._painters,
            "segment": self._segment,
            "upscale": self._upscale,
            "control": self._control,
            "gate": self._gate,
            "evaluate": self._evaluate,
            "fidelity": self._fidelity,
            "seed": self._seed,
        }
        return [stage for name, made in groups.items() if name in wanted for stage in made()]

    def _call(self, module: str, *arguments: object) -> list[str]:
        smoke = ["--smoke"] if self.options.smoke else []
        return [sys.executable, "-m", module, *map(str, arguments), *smoke]

    def _alone(self) -> tuple[str, ...]:
        """What must be over before others share the GPU with it."""
        return () if self.two else ("flux",)

    def _flux(self) -> list[Stage]:
        report = self.measured / "flux_train.json"
        script = str(ROOT / "tests" / "bench" / "flux_train.py")
        small = ["--small", "--runs", "1"] if self.options.smoke else []
        command = [sys.executable, script, "--json", str(report), "--seconds", str(self.options.flux), *small]
        return [
            Stage(
                "flux",
                partial(list, command),
                device=self.last,
                gives=(report,),
                measures=partial(measures.flux_train, self.out),
                tries=1,
                most=self.options.flux + 90.0,
            )
        ]

    def _painter(self, slug: str, preset: str, out: Path, seconds: float) -> list[str]:
        return self._call(
            "painters.by_program", "--base", self.options.base, "--out", out, "--only", slug,
            "--report", self.measured / "training", "--cache", self.options.state / "training" / preset,
            "--preset", preset, "--seconds", seconds, "--deadline", self.deadline,
            "--seed", self.options.chance, *(("--device", "cpu") if self.options.smoke else ()),
        )  # fmt: skip

    def _painters(self) -> list[Stage]:
        o = self.options
        return [
            Stage(
                f"painter-{slug}",
                partial(self._painter, slug, o.preset, self.painters, o.painters),
                after=self._alone(),
                device=self.first,
                gives=(self.painters / slug, self.measured / "training" / f"{slug}-{o.preset}.json"),
                clears=(self.painters / slug / "card.json",),
                measures=partial(measures.painter, self.out, slug, o.preset),
            )
            for slug in self.slugs
        ]

    def _seed(self) -> list[Stage]:
        """The program's own preset as it is, for the clock; alone on its GPU. With two it comes early, with
        one it takes what is left."""
        o, report = self.options, self.measured / "training" / f"{SEED_PAINTER}-seed.json"
        others = (*self.taught, "segment", "upscale-2", "upscale-4", "control", "evaluate", "fidelity")
        return [
            Stage(
                "seed",
                partial(self._painter, SEED_PAINTER, "seed", self.out / "seed", o.seed),
                after=("flux",) if self.two else ("flux", *others),
                device=self.last,
                gives=(report, self.out / "seed"),
                measures=partial(measures.painter, self.out, SEED_PAINTER, "seed"),
                tries=1,
            )
        ]

    def _segment(self) -> list[Stage]:
        o, report = self.options, self.measured / "segmenter.json"
        sizes = ("--pictures", 6000, "--held", 240, "--steps", 100_000, "--batch", 64, "--crop", 256)
        return [
            Stage(
                "segment",
                partial(
                    self._call, "control.segment", "--out", self.out / "segmenter", "--report", report,
                    "--minutes", o.segment / 60, *sizes, "--workers", max(1, self.cores // 2),
                ),
                after=self.taught if self.two else self._alone(),
                device=self.first,
                gives=(self.out / "segmenter", report),
                clears=(report,),
                measures=partial(measures.segmenter, self.out),
                most=o.segment + 240.0,
            )
        ]  # fmt: skip

    def _upscale(self) -> list[Stage]:
        o, folder = self.options, self.out / "upscalers"
        report = self.measured / "upscale.json"
        widths = {2: ("--features", 24, "--convolutions", 8), 4: ("--features", 64, "--convolutions", 16)}
        found = []
        for scale, width in widths.items():
            name = f"artmaster-ink-x{scale}"
            arguments = ("--scales", scale, "--out", folder, "--seconds", o.upscale, "--batch", 32, *width)
            more = ("--works", 160, "--steps", 100_000, "--workers", max(1, self.cores // 4))
            found.append(
                Stage(
                    f"upscale-{scale}",
                    partial(self._call, "upscale", *arguments, *more),
                    after=self.taught if self.two else self._alone(),
                    device=self.first,
                    gives=(folder / f"{name}.safetensors", folder / f"{name}.lesson.json"),
                    most=o.upscale + 180.0,
                )
            )
        works = ("--works", 1, "--side", 256) if o.smoke else ("--works", 6)
        command = [sys.executable, "-m", "upscale.measure", "--models", folder, "--out", report, *works]
        measure = Stage(
            "upscale-measure",
            partial(list, [str(part) for part in command]),
            after=("upscale-2", "upscale-4"),
            needs=(folder,),
            gives=(folder, report),
            measures=partial(measures.upscalers, self.out),
        )
        return [*found, measure]

    def _control(self) -> list[Stage]:
        o, report = self.options, self.measured / "control.json"
        folder = self.out / "controls" / "starter"
        device = (
            ("--device", "cpu") if o.smoke else ("--pictures", 2400, "--large", 1200, "--workers", self.cores)
        )
        return [
            Stage(
                "control",
                partial(
                    self._call, "control", "--base", o.base, "--out", folder, "--report", report,
                    "--seconds", o.control, *device,
                ),
                after=("seed",) if self.two else (*self._alone(), *self.taught),
                device=self.last,
                gives=(folder, report),
                clears=(folder / "card.json",),
                measures=partial(measures.control, self.out),
                most=o.control + 150.0,
            )
        ]  # fmt: skip

    def _gate(self) -> list[Stage]:
        o, report = self.options, self.measured / "gate_choice.json"
        few = ("--works", 2, "--scenes", 2, "--held", 1, "--mixed", 20, "--epochs", 1) if o.smoke else ()
        command = [
            sys.executable, "-m", "gate", "--base", o.base, "--painters", self.painters,
            "--vocabulary", ROOT / "resources" / "vocabulary", "--out", self.out / "gate",
            "--report", report, "--workers", self.cores, *few,
        ]  # fmt: skip
        return [
            Stage(
                "gate",
                partial(list, [str(part) for part in command]),
                after=self.taught,
                needs=tuple(self.painters / slug / "card.json" for slug in self.slugs),
                gives=(self.out / "gate", report),
                measures=partial(measures.gate, self.out),
            )
        ]

    def _judged(self, command: str, folder: str, after: tuple[str, ...]) -> Stage:
        o = self.options
        models = ("--model", o.base, "--painters", self.painters, "--judge", o.judge)
        return Stage(
            command,
            partial(self._call, "judge", command, *models, "--out", self.out / folder),
            after=after,
            needs=(self.painters,),
            device=self.first,
            gives=(self.out / folder,),
            measures=partial(getattr(measures, command), self.out),
            tries=1,
        )

    def _evaluate(self) -> list[Stage]:
        return [self._judged("evaluate", "report", self.taught)]

    def _fidelity(self) -> list[Stage]:
        return [self._judged("fidelity", "fidelity", (*self.taught, "evaluate"))]


def main() -> int:
    """All stages; 0 if every one is done."""
    options = parser().parse_args()
    options.state.mkdir(parents=True, exist_ok=True)
    surroundings = environment(options.state)
    if options.preflight:
        device = options.devices.split(",")[0].rpartition(":")[2]
        verdict = preflight(options.out, surroundings, options.smoke, device)
        print("\n".join(verdict.lines()), flush=True)
        return 0 if verdict.go else 1
    ends_in_order()
    run = Run(
        Finish(options).stages(),
        options.out,
        surroundings,
        packed=options.pack,
        roof=options.roof,
        goals=measures.GOALS,
        limits=measures.LIMITS,
    )
    (options.out / "measured").mkdir(parents=True, exist_ok=True)
    well = run.go()
    made = "everything is" if well else "what was made is"
    print(f"== {run.elapsed():.0f} s: {made} in {options.out}/ready")
    for row in run.rows.values():
        if row.reached:
            print(f"== {run.verdict(row)}")
    return 0 if well else 1


if __name__ == "__main__":
    raise SystemExit(main())
