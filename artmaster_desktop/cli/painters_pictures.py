"""``painters gate|ranks|between``: who paints where, where a painter keeps its ranks, the way between two."""

from __future__ import annotations

import argparse
from pathlib import Path

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console, point
from artmaster_desktop.cli.evaluate import Bar, hire, save, side
from artmaster_desktop.cli.messages import notice_text
from artmaster_desktop.cli.paint import Parsers, check_folder, named, within
from artmaster_desktop.core.choice import left_to_gate
from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.planning import plan_paint
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.storage.png import encode_png


def add_verbs(verbs: Parsers[argparse.ArgumentParser]) -> None:
    """Add the grammar of the verbs that make pictures."""
    gate = verbs.add_parser("gate", help="a picture of a document's gate: areas, blocks and noise levels")
    gate.add_argument("document", type=Path, metavar="DOC.ora")
    choose = "draw what the gate would choose wherever no painter is set by hand"
    gate.add_argument("--choose", choices=("prompt", "composition"), help=choose)
    gate.set_defaults(run=run_gate)
    ranks = verbs.add_parser("ranks", help="a picture of where a painter keeps its ranks")
    ranks.add_argument("painter", metavar="PAINTER")
    ranks.set_defaults(run=run_ranks)
    between = verbs.add_parser("between", help="pictures on the way between two or four painters")
    between.add_argument("painter", nargs="+", metavar="PAINTER")
    between.add_argument("--prompt", default="a landscape painting of tall peaks, a lake", metavar="TEXT")
    between.add_argument("--count", type=within(int, 2, 12), default=5, help="pictures a side (default: 5)")
    between.add_argument("--seed", type=within(int, 0, 2**63 - 1), default=1)
    between.add_argument("--steps", type=within(int, 1, 200), default=12)
    between.add_argument("--side", type=side, default=256, help="pixels of one picture (default: 256)")
    between.add_argument("--device", help="cuda, cuda:1, mps or cpu (default: the best there is)")
    between.set_defaults(run=run_between)
    for verb in (gate, ranks, between):
        verb.add_argument("--out", type=named(".png"), required=True, metavar="OUT.png")
        verb.add_argument("--model", type=Path, metavar="DIR", help="the base (default: the starter)")
        verb.add_argument(
            "--painters", type=Path, action="append", metavar="DIR", help="a folder of painters"
        )


def run_gate(asked: argparse.Namespace) -> int:
    """Draw the gate that painting the document would have; what would be ignored is told."""
    from artmaster_desktop.engine.flux.weights import describe
    from artmaster_desktop.engine.measures.gate_pictures import gate_picture

    check_folder(asked.out)
    document = load_document(asked.document).document
    if asked.choose:
        document = left_to_gate(document, Choosing(GateMode(asked.choose)))
    shelf = bootstrap.library(tuple(asked.painters or ()))
    caps = describe(asked.model or bootstrap.places().starter)
    chosen = bootstrap.choices(document, caps, shelf.all())
    job = plan_paint(document, shelf.find, caps, document.id, choices=chosen)
    out = console(stderr=True)
    for notice in job.notices:
        out.print(point(notice_text(notice)))
    page = gate_picture(job.gates, [p.slug for p in job.painters], area_names(document, job.gates.areas))
    save(asked.out, encode_png(page))
    return 0


def area_names(document: Document, areas: int) -> list[str]:
    """The names of a plan's areas; numbers where regions were left out and names could be wrong."""
    painted = [region for region in document.regions if region.enabled]
    if len(painted) == areas - 1:
        return ["the rest" if painted else "the canvas", *(region.name or region.id for region in painted)]
    return ["the rest", *(f"area {area}" for area in range(1, areas))]


def run_ranks(asked: argparse.Namespace) -> int:
    """Draw the painter's effective ranks. Raises PainterNotFound, PainterFileError."""
    from artmaster_desktop.engine.measures.gate_pictures import rank_picture
    from artmaster_desktop.engine.painters.formats import read_adapter
    from artmaster_desktop.engine.residency import layer_shapes

    check_folder(asked.out)
    painter = hire(bootstrap.library(tuple(asked.painters or ())), asked.painter)
    read = read_adapter(painter.file, *layer_shapes(asked.model or bootstrap.places().starter))
    save(asked.out, encode_png(rank_picture(read.adapter, painter.name)))
    return 0


def run_between(asked: argparse.Namespace) -> int:
    """Paint the grid; returns 2 where there are neither two painters nor four."""
    from artmaster_desktop.engine.device import EngineOptions
    from artmaster_desktop.engine.measures.sheets import grid_sheet, interpolation_grid
    from artmaster_desktop.engine.measures.trials import Setting

    out = console(stderr=True)
    if len(asked.painter) not in (2, 4):
        out.print(f"A grid lies between two painters or four, not {len(asked.painter)}.")
        return 2
    check_folder(asked.out)
    shelf = bootstrap.library([folder.absolute() for folder in asked.painters or ()])
    painters = [hire(shelf, slug) for slug in asked.painter]
    engine = bootstrap.engine(EngineOptions(device=asked.device))
    caps = engine.describe(asked.model.absolute() if asked.model else bootstrap.places().starter)
    setting = Setting(side=asked.side, steps=asked.steps, seed=asked.seed)
    with Bar("between") as bar:
        grid = interpolation_grid(engine, caps, painters, asked.prompt, asked.count, setting, bar.told)
    save(asked.out, encode_png(grid_sheet(grid, painters, asked.prompt)))
    return 0
