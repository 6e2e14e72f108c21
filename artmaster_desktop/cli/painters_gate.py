"""``painters choose|teach-gate``: whom the gate would hire for a prompt and why, and teaching it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.table import Table

from artmaster_desktop import bootstrap
from artmaster_desktop.cli.console import console, counted, point
from artmaster_desktop.cli.evaluate import Bar, hire
from artmaster_desktop.cli.paint import Parsers, check_folder, named, within
from artmaster_desktop.cli.train_works import works_of
from artmaster_desktop.cli.works_run import vocabulary
from artmaster_desktop.core.choice import PARTS, AreaChoice, Choices, Reason
from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.composition import SUBJECTS
from artmaster_desktop.core.document import Document
from artmaster_desktop.core.errors import GateFileError, GateProblem
from artmaster_desktop.core.gate_asking import wishes_of
from artmaster_desktop.core.gate_question import GateWish
from artmaster_desktop.core.painter import Painter, PainterRef, Share
from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.storage.atomic import write_file
from artmaster_desktop.storage.ora import load_document
from artmaster_desktop.storage.painter_facts import read_card

if TYPE_CHECKING:
    from artmaster_desktop.engine.engine import PaintEngine
    from artmaster_desktop.engine.mixing.speech import Speech
    from artmaster_desktop.storage.library import PainterLibrary

WORDINGS = 120
"""Captions put together from the card of each painter."""


def add_verbs(verbs: Parsers[argparse.ArgumentParser]) -> None:
    """Add the grammar of the verbs of the gate."""
    choose = verbs.add_parser("choose", help="whom the gate would hire for a prompt or a document, and why")
    choose.add_argument("what", metavar="PROMPT|DOC.ora")
    top = "painters for each part of the work at most; 0 mixes all (default: 1)"
    choose.add_argument("--top", type=within(int, 0, 8), help=top)
    hand = "a painter with a weight of your own, NAME=WEIGHT; 0 forbids it (may be given again)"
    choose.add_argument("--hand", action="append", type=_hand, default=[], metavar="NAME=WEIGHT", help=hand)
    choose.set_defaults(run=run_choose)
    teach = verbs.add_parser(
        "teach-gate",
        help="teach the gate all painters of the library",
        description="The gate learns from the painters' cards and, where given, from the captions of their "
        "works. It is kept for all later paintings, and taught anew when painters change.",
    )
    works = "a folder of captioned works of the painter NAME (may be given again)"
    teach.add_argument(
        "--works", action="append", type=_named_folder, default=[], metavar="NAME=DIR", help=works
    )
    teach.add_argument("--seed", type=within(int, 0, 2**63 - 1), default=1)
    teach.add_argument("--epochs", type=within(int, 1, 1000), default=40)
    out = "where to keep it (default: among your own models)"
    teach.add_argument("--out", type=named(".safetensors"), metavar="GATE.safetensors", help=out)
    teach.set_defaults(run=run_teach)
    for verb in (choose, teach):
        verb.add_argument("--model", type=Path, metavar="DIR", help="the base (default: the starter)")
        verb.add_argument(
            "--painters", type=Path, action="append", metavar="DIR", help="a folder of painters"
        )
        verb.add_argument("--device", help="cuda, cuda:1, mps or cpu (default: the best there is)")
    choose.add_argument(
        "--gate", type=Path, metavar="FILE", help="another gate than your own or the shipped one"
    )


def _hand(text: str) -> Share:
    name, _, weight = text.partition("=")
    try:
        return Share(PainterRef(name), float(weight))
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"must be NAME=WEIGHT with a weight in 0 to 2, not {text}"
        ) from error


def _named_folder(text: str) -> tuple[str, Path]:
    name, _, folder = text.partition("=")
    if not name or not folder:
        raise argparse.ArgumentTypeError(f"must be NAME=DIR, not {text}")
    return name, Path(folder)


def run_choose(asked: argparse.Namespace) -> int:
    """Say who is chosen and why. Raises GateFileError where there is no gate for these painters."""
    from artmaster_desktop.engine.mixing.chooser import Chooser

    document_asked = asked.what.lower().endswith(".ora")
    if document_asked and (asked.hand or asked.top is not None):
        told = "A document says itself whom the gate may choose; --hand and --top are for a prompt."
        console(stderr=True).print(told)
        return 2
    engine, caps, shelf = _hosts(asked)
    chooser = Chooser(engine, caps, asked.gate or bootstrap.gate_file(), shelf.all())
    if document_asked:
        document = load_document(Path(asked.what)).document
        show_choices(document, chooser.choices(wishes_of(document, caps, vocabulary())))
        return 0
    for share in asked.hand:
        hire(shelf, share.painter.slug)
    top = 1 if asked.top is None else asked.top
    wish = GateWish(asked.what, own=tuple(asked.hand), choosing=Choosing(GateMode.PROMPT, top))
    show_area("", chooser.choose(wish))
    _say_unknown(chooser.unknown)
    return 0


def show_choices(document: Document, choices: Choices) -> None:
    """Every area's choice with its reasons, and who was left out."""
    names = {region.id: region.name or region.id for region in document.regions}
    if not choices.areas:
        console().print("The gate chooses nowhere in this document: its painters are set by hand.")
    for area in choices.areas:
        show_area(names.get(area.region, "the whole canvas"), area)
    _say_unknown(choices.unknown)


def show_area(name: str, area: AreaChoice) -> None:
    """One area's painters, their odds, and what spoke for the first."""
    out = console()
    if name:
        out.print(name, style="bold")
    for share in area.shares:
        role = "" if share.role.value == "whole" else f", {share.role.value}"
        out.print(point(f"{share.painter.slug}: {share.weight:.2f}{role}"))
    table = Table(box=None, pad_edge=False)
    for column in ("painter", *(part.value for part in PARTS)):
        table.add_column(column, header_style="dim")
    for odds in sorted(area.odds, key=lambda one: -one.mean)[:4]:
        table.add_row(odds.painter.slug, *(f"{part:.0%}" for part in odds.parts))
    out.print(table)
    for label, reasons in (("words", area.words), ("places", area.places)):
        if reasons:
            out.print(f"{label} that spoke for {reasons[0].painter}: {_listed(reasons)}")
    if area.odds and not area.sure:
        out.print("A guess: little speaks for one painter.", style="dim")


def _listed(reasons: Sequence[Reason]) -> str:
    return ", ".join(f"{reason.what} {reason.weight:+.2f}" for reason in reasons)


def _say_unknown(slugs: Sequence[str]) -> None:
    if slugs:
        told = f"Not known to the gate, so never chosen: {', '.join(slugs)} (painters teach-gate)."
        console(stderr=True).print(point(told))


def run_teach(asked: argparse.Namespace) -> int:
    """Teach and keep the gate. Raises GateFileError where there is nobody to learn from, SaveFailed."""
    from artmaster_desktop.engine.mixing.gate_file import write_gate
    from artmaster_desktop.engine.mixing.lessons import lessons_of
    from artmaster_desktop.engine.mixing.speech import examples_of
    from artmaster_desktop.engine.mixing.studying import studied
    from artmaster_desktop.engine.mixing.teaching import Recipe

    out = asked.out or bootstrap.places().gates[0]
    if asked.out:
        check_folder(out)
    engine, caps, shelf = _hosts(asked)
    given = {hire(shelf, name).slug: works_of(folder) for name, folder in asked.works}
    captions = {slug: [text for work in works for text in work.captions] for slug, works in given.items()}
    words, rng = vocabulary(), np.random.default_rng(asked.seed)
    speeches = [_speech(painter, captions.get(painter.slug, ())) for painter in _first_of_each(shelf)]
    found = {speech.slug: examples_of(speech, words, WORDINGS, rng) for speech in speeches}
    silent = [slug for slug, examples in found.items() if not examples]
    painters = [painter for painter in _first_of_each(shelf) if found[painter.slug]]
    if len(painters) < 2:
        raise GateFileError(out, GateProblem.NOBODY)
    examples = [example for painter in painters for example in found[painter.slug]]
    triggers = {painter.slug: painter.trigger for painter in painters}
    lessons = lessons_of(examples, triggers, words, len(examples) // 2, rng)
    kinds = [term.id for shelf_ in words.shelves if shelf_.kind == SUBJECTS for term in shelf_.terms]
    with Bar("teaching") as bar:
        recipe = Recipe(epochs=asked.epochs, seed=asked.seed)
        gate = studied(engine, caps, painters, lessons, kinds, recipe, bar.told)
    write_gate(out, gate, write_file)
    console().print(f"{out}: {counted(len(painters), 'painter')}, {counted(len(lessons), 'caption')}.")
    if silent:
        console(stderr=True).print(point(f"Nothing is said of {', '.join(silent)}: not taught."))
    return 0


def _first_of_each(shelf: PainterLibrary) -> list[Painter]:
    return list({painter.slug: painter for painter in reversed(shelf.all())}.values())[::-1]


def _speech(painter: Painter, captions: Sequence[str]) -> Speech:
    """What the painter's card and its works' captions say."""
    from artmaster_desktop.engine.mixing.speech import Speech

    card = read_card(painter.file)
    told = [value for key, value in card.items() if key.startswith("description_") and isinstance(value, str)]
    likes = card.get("favourites")
    return Speech(
        painter.slug,
        painter.trigger,
        painter.tags,
        tuple(text for text in (painter.description, *told) if text),
        tuple(like for like in likes if isinstance(like, str)) if isinstance(likes, list) else (),
        tuple(captions),
    )


def _hosts(asked: argparse.Namespace) -> tuple[PaintEngine, ModelCaps, PainterLibrary]:
    from artmaster_desktop.engine.device import EngineOptions

    shelf = bootstrap.library([folder.absolute() for folder in asked.painters or ()])
    engine = bootstrap.engine(EngineOptions(device=asked.device))
    return (
        engine,
        engine.describe(asked.model.absolute() if asked.model else bootstrap.places().starter),
        shelf,
    )
