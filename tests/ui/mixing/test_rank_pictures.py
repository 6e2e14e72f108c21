"""Where a painter keeps its ranks: read beside the window, drawn with what was measured of it."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from artmaster_desktop.app.painter_shelf import Shelved
from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.core.gate import BLOCK_GROUPS, NOISE_BINS
from artmaster_desktop.core.rank_map import LayerRank
from artmaster_desktop.core.sensitivity import Sensitivity
from artmaster_desktop.ui.mixing.rank_pictures import RankPictures, Ranks
from tests.core.documents import painter

FOUND = (
    LayerRank("double", 0, "attn.to_q", 3.6, 1.0),
    LayerRank("double", 1, "attn.to_k", 2.0, 0.5),
    LayerRank("single", 4, "proj_out", 8.0, 0.25),
)


def opened(qtbot: QtBot, one: Shelved, ranks: Ranks) -> RankPictures:
    dialog = RankPictures(one, ranks)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_layers_are_drawn_by_block_with_rank_and_strength(qtbot: QtBot) -> None:
    asked: list[tuple[Path, bool]] = []

    def ranks(file: Path) -> tuple[LayerRank, ...]:
        asked.append((file, threading.current_thread() is threading.main_thread()))
        return FOUND

    dialog = opened(qtbot, Shelved(painter("a")), ranks)
    assert dialog.tables == []
    qtbot.waitUntil(lambda: len(dialog.tables) == 2)
    assert asked == [(Path("a.safetensors"), False)]
    double, single = dialog.tables
    assert double.texts == [["", "2"], ["4", ""]]  # to_k before to_q, blocks 0 and 1
    assert double.shades == [[0.0, 0.5], [1.0, 0.0]]
    assert single.across == ["4"]
    assert "3 layers" in dialog.words.text()
    assert "attn.to_q: 4" in double.accessibleDescription()


def test_what_was_measured_is_shown_without_the_file(qtbot: QtBot) -> None:
    cells = ((1.0,) + (0.0,) * (NOISE_BINS - 1),) + ((0.0,) * NOISE_BINS,) * (len(BLOCK_GROUPS) - 1)
    known = Sensitivity("s", "b", cells, cells, cells, pictures=2, steps=4, side=256)

    def refused(file: Path) -> tuple[LayerRank, ...]:
        raise PainterFileError(file, PainterProblem.WRONG_BASE, "SDXL")

    dialog = opened(qtbot, Shelved(replace(painter("a"), sensitivities=(known,))), refused)
    assert [table.texts[0][0] for table in dialog.tables] == ["100 %"] * 3
    assert dialog.tables[0].title.startswith("Composition")
    qtbot.waitUntil(lambda: "a.safetensors" in dialog.words.text())
