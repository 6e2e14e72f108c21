"""Takes the pictures of the window for the docs: ``python docs/screenshots.py [FOLDER]``.

The window, every panel and every dialog, in English and Chinese, light and dark, with the example document,
and paintings that the starter paints on the spot (a minute on two cores). Needs no display; for the Chinese
ones a font that has the letters. Pictures are
JPEG or PNG of 256 colours.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from artmaster_desktop import bootstrap
from artmaster_desktop.app.painter_import import Fate, Outcome
from artmaster_desktop.core.choice import Choices
from artmaster_desktop.core.choosing import Choosing, GateMode
from artmaster_desktop.core.commands import edit_guide, edit_paint, edit_region
from artmaster_desktop.core.errors import (
    FileChangedOutside,
    OutOfMemory,
    PainterFileError,
    PainterProblem,
    SaveFailed,
)
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import GuideKind, GuidePlace
from artmaster_desktop.storage.recovery import Recoverable
from artmaster_desktop.storage.settings import Theme
from artmaster_desktop.ui.dialogs.import_painter import ImportReport
from artmaster_desktop.ui.dialogs.lettering import InscriptionDialog, SealDialog
from artmaster_desktop.ui.dialogs.new_guide import NewGuide
from artmaster_desktop.ui.dialogs.print_dialog import PrintDialog
from artmaster_desktop.ui.dialogs.recovery import RecoveryDialog
from artmaster_desktop.ui.dialogs.settings import SettingsDialog
from artmaster_desktop.ui.dialogs.structure_fields import LayerSource
from artmaster_desktop.ui.dialogs.trouble import TroubleDialog
from artmaster_desktop.ui.main_window import MainWindow
from artmaster_desktop.ui.mixing.transfer import TransferDialog
from artmaster_desktop.ui.program import Program
from artmaster_desktop.ui.workshop import Workshop
from tests.ui.studio_works import scans

SIZE = (1440, 900)
LOOKS = (("en", "light"), ("en", "dark"), ("zh_CN", "light"), ("zh_CN", "dark"))
COLOURFUL = ("welcome", "window", "regions", "tour", "panel-colour", "panel-painters", "dialog-compare",
             "studio")  # fmt: skip
EXAMPLE = ROOT / "resources" / "examples" / "two-painters.ora"
Take = Callable[[str, QWidget], None]


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait_until(done: Callable[[], object], seconds: float) -> None:
    """Let the window live until something is so. Raises TimeoutError."""
    for _ in range(round(seconds * 20)):
        if done():
            return
        wait(50)
    raise TimeoutError


def save(widget: QWidget, path: Path) -> None:
    """A widget as it is now: as JPEG where there are many colours, else as a PNG of 256."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.png"
        widget.grab().save(str(whole))
        with Image.open(whole) as grabbed:
            picture = grabbed.convert("RGB")
    for old in path.parent.glob(f"{path.name}.*"):
        if old.suffix in (".png", ".jpg"):
            old.unlink()
    if path.name.startswith(COLOURFUL):
        picture.save(f"{path}.jpg", quality=86, subsampling=0, optimize=True)
    else:
        picture.quantize(256, dither=Image.Dither.NONE).save(f"{path}.png", optimize=True)


def paint_some(shop: Workshop, window: MainWindow) -> None:
    """Two paintings by the starter, of the example at its own size."""
    shop.effect.start()
    session = shop.session
    for seed in (21, 7):
        session.apply(edit_paint(replace(session.document.paint, steps=8, seed=seed)))
        shop.desk.paint()
        count = len(shop.results.all)
        wait_until(lambda count=count: len(shop.results.all) > count, 300)  # type: ignore[misc]
    wait(500)


def show_sketch(shop: Workshop) -> None:
    """No region and no mask in hand, so that the canvas shows the sketch alone."""
    shop.session.set_active_region("")
    shop.session.set_active_layer(shop.session.document.sketches()[0].id)


def windows(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The window in its several states."""
    shop = window.shop
    wait_until(lambda: shop.shelf.ready and shop.rack.brushes, 60)
    window.show_page(welcome=True)
    wait(800)
    yield "welcome", window
    window.show_page(welcome=False)
    wait(300)
    yield "window", window
    window.canvas.show_overlay(True)
    shop.session.set_active_region(shop.session.document.regions[0].id)
    wait(500)
    yield "regions-on-canvas", window
    window.canvas.show_overlay(False)
    show_sketch(shop)
    window.helping.begin_tour()
    tour = window.helping.tour
    assert tour is not None
    tour.go(2)
    wait(400)
    yield "tour", window
    tour.end()
    wait(100)


def studio(window: MainWindow, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Every page of the studio, with works drawn on the spot."""
    works = window.shop.studio
    if works.folder != folder:
        scans(folder, 6)
        works.open(folder)
        wait_until(lambda: len(works.oeuvre.works) == 6 and not works.busy and not works.importing, 120)
        ids = [work.id for work in works.oeuvre.works]
        works.find_marks(ids)
        works.propose_crops(ids, ((512, 512), (512, 768)), 1)
        works.write_captions(ids, "en")
        wait_until(lambda: not works.busy, 120)
    shown = window.teaching.open()
    for number, name in enumerate(("works", "seals", "crops", "captions", "train")):
        shown.tabs.setCurrentIndex(number)
        wait(1500)
        yield f"studio-{name}", shown
    shown.train.form.fold.set_open(True)
    wait(500)
    yield "studio-train-advanced", shown
    shown.close()


def panels(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Every panel, by itself."""
    shop = window.shop
    shop.session.set_active_region(shop.session.document.regions[0].id)
    for dock_id in window.docks.ids:
        window.docks.bring(dock_id, focus=False)
        wait(500)
        yield f"panel-{dock_id}", window.docks.dock(dock_id)
    show_sketch(shop)


def printing(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """What leads to paper: the sheet, the proof, an inscription and a seal."""
    actions = window.actions_of
    actions["file.print"].trigger()
    sheet = window.prints.dialog
    assert isinstance(sheet, PrintDialog)
    wait_until(lambda: sheet.measured, 60)
    yield "dialog-print", sheet
    sheet.close()
    actions["view.proof-printer"].trigger()
    assert window.proofs.dialog is not None
    wait(300)
    yield "dialog-proof", window.proofs.dialog
    window.proofs.dialog.close()
    actions["layer.inscription"].trigger()
    words = window.letters.dialog
    assert isinstance(words, InscriptionDialog)
    words.text.setPlainText("空山新雨后\n天气晚来秋\n  丙午写意")
    wait(300)
    yield "dialog-inscription", words
    words.close()
    actions["layer.seal"].trigger()
    seal = window.letters.dialog
    assert isinstance(seal, SealDialog)
    seal.text.setText("山水清音")
    wait(300)
    yield "dialog-seal", seal
    seal.close()


def dialogs(window: MainWindow, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Every dialog."""
    helping, files, shop = window.helping, window.files, window.shop
    actions = (
        ("new-document", "file.new", files), ("export", "file.export", files),
        ("about", "help.about", helping), ("log", "help.log", helping),
    )  # fmt: skip
    for name, action, owner in actions:
        window.actions_of[action].trigger()
        dialog = owner.dialog
        assert dialog is not None
        wait(700)
        yield f"dialog-{name}", dialog
        dialog.close()
    yield from printing(window)
    helping.open_download()
    assert helping.dialog is not None
    wait(300)
    yield "dialog-download", helping.dialog
    helping.dialog.close()
    comparing = window.painting.compare()
    assert comparing is not None
    wait(1500)
    yield "dialog-compare", comparing
    comparing.close()
    yield from mixing(window)
    helping.open_settings()
    settings = helping.dialog
    assert isinstance(settings, SettingsDialog)
    for number, page in enumerate(settings.pages):
        settings.show_page(page)
        wait(300)
        yield f"settings-{number + 1}", settings
    settings.close()
    lost = Recoverable(
        journal=folder / "a", title="Autumn hills", path=folder / "autumn.ora", when=1.79e9, jobs=1
    )
    bad = PainterFileError(folder / "portrait.safetensors", PainterProblem.WRONG_BASE, "SDXL")
    outcomes = (
        Outcome(folder / "mist.safetensors", Fate.ADDED, "mist"),
        Outcome(folder / "portrait.safetensors", Fate.REFUSED, error=bad),
    )
    memory = OutOfMemory("cuda:0", "painting", 14 << 30, 6 << 30, ())
    made: list[tuple[str, QDialog]] = [
        ("recovery", RecoveryDialog((lost, replace(lost, title="", path=None, jobs=0)), window)),
        ("painters-added", ImportReport(outcomes, window)),
        ("out-of-memory", TroubleDialog(memory, (), window)),
        ("disk-full", TroubleDialog(SaveFailed(folder / "autumn.ora", 28, "No space left"), (), window)),
        ("changed-outside", TroubleDialog(FileChangedOutside(folder / "autumn.ora"), (), window)),
    ]
    for name, dialog in made:
        dialog.open()
        wait(300)
        yield f"dialog-{name}", dialog
        dialog.close()
    assert shop.session.document.extent != Extent(1, 1)


def mixing(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The gate on a card, whom it hires and where, and what leads from one painter to another."""
    shop, flow = window.shop, window.mixing
    session = shop.session
    region = session.document.regions[0]
    left = replace(region, painters=(), choosing=Choosing(GateMode.COMPOSITION, 2))
    session.apply(edit_region(left))
    session.set_active_region(region.id)
    wait_until(lambda: isinstance(shop.desk.forecast.answer, Choices), 60)
    window.docks.bring("regions", focus=False)
    wait(800)
    yield "gate-on-a-card", window.docks.dock("regions")
    gate = flow.show_gate(region.id)
    wait(500)
    yield "dialog-gate", gate
    gate.close()
    ranks = flow.show_ranks(shop.shelf.painters[0])
    wait_until(lambda: ranks.tables, 60)
    wait(500)
    yield "dialog-ranks", ranks
    ranks.close()
    square = flow.show_square(shop.shelf.painters[:4])
    wait(500)
    yield "dialog-between-painters", square
    square.close()
    flow.transfer_result()
    wait_until(lambda: window.findChildren(TransferDialog), 20)
    wait(500)
    transfer = window.findChildren(TransferDialog)[-1]
    yield "dialog-transfer", transfer
    transfer.close()
    session.undo()


def structure(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """A guide on its card, and what asks for guides, regions and larger pictures."""
    shop, flow = window.shop, window.structure
    sketch = LayerSource(shop.session.document.sketches()[0].id)
    flow.make(NewGuide(source=sketch, kind=GuideKind.LINE, detector=None, as_it_is=False))
    wait_until(lambda: shop.session.document.guides, 60)
    (guide,), (one, other) = shop.session.document.guides, shop.session.document.regions
    places = (GuidePlace(one.id, 1.5), GuidePlace(other.id, 0.0))
    shop.session.apply(edit_guide(replace(guide, places=places)))
    wait(1500)
    yield "guides", window.docks.dock("guides")
    asking = flow.ask_guide(sketch)
    wait(300)
    yield "dialog-guide", asking
    asking.close()
    finding = flow.ask_regions()
    finding.hire_each()
    wait(300)
    yield "dialog-regions", finding
    finding.close()
    enlarging = window.enlarging.ask(shop.results.all[0])
    wait(300)
    yield "dialog-enlarge", enlarging
    enlarging.close()
    shop.session.undo()
    shop.session.undo()


def main() -> int:
    """Take them all."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures" / "app"
    target.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.gettempdir()) / "artist"  # seen in the pictures
    shutil.rmtree(home, ignore_errors=True)
    (home / "Pictures").mkdir(parents=True)
    os.environ["HOME"] = str(home)
    app = QApplication([])
    where = replace(
        bootstrap.places(), data=home / "data", settings=home / "s.json", logs=home / "logs",
        user_painters=home / "painters", user_models=home / "models", results=home / "Pictures" / "ArtMaster",
    )  # fmt: skip
    bootstrap.go_offline()
    shop = bootstrap.workshop(app, where)
    shop = replace(shop, painter_folders=(Path("artmaster-desktop", "painters"), where.user_painters))
    shop.preferences.change(lambda s: replace(s, window=replace(s.window, tour_seen=True)))
    program = Program(app, shop)
    program.show(None)
    assert program.window is not None
    program.window.resize(*SIZE)
    shop.files.open_copy(EXAMPLE)
    wait_until(lambda: shop.session.document.regions, 20)
    paint_some(shop, program.window)
    for language, theme in LOOKS:
        shop.preferences.change(
            lambda s, language=language, theme=theme: replace(s, language=language, theme=Theme(theme))  # type: ignore[misc]
        )
        wait(1500)
        window = program.window
        for left_open in window.findChildren(QDialog):
            left_open.close()
        window.resize(*SIZE)
        window.docks.arrange()
        window.move(QPoint(0, 0))
        studio_pages = studio(window, home / "Pictures" / "Shanlu")
        asked = dialogs(window, Path("Pictures"))
        for source in (windows(window), panels(window), structure(window), studio_pages, asked):
            for name, widget in source:
                save(widget, target / f"{name}.{language}.{theme}")
        window.docks.arrange()
        wait(200)
    shop.close()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
