"""The whole way with the networks that ship: a document, the desk, the queue, the engine, a file, a layer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from artmaster_desktop import bootstrap
from artmaster_desktop.app.desk import PaintDesk
from artmaster_desktop.app.engine_thread import EngineThread
from artmaster_desktop.app.jobs import JobQueue, State
from artmaster_desktop.app.results import Results
from artmaster_desktop.app.session import Session
from artmaster_desktop.core.commands import edit_paint
from artmaster_desktop.core.errors import ArtmasterError
from artmaster_desktop.core.event import Preview
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.notice import PainterAbsent
from artmaster_desktop.storage.library import PainterLibrary
from artmaster_desktop.storage.results import ResultStore
from tests.app.fakes import drain
from tests.core.documents import halves

STARTER = bootstrap.places().starter
SLOW = 120_000


@pytest.mark.timeout(240)
def test_a_document_becomes_a_picture_and_a_layer(qtbot: QtBot, tmp_path: Path) -> None:
    document = halves(extent=Extent(256, 256))
    session = Session(document.edited(paint=replace(document.paint, steps=2)))
    thread = EngineThread(bootstrap.engine)
    queue = JobQueue(thread)
    library = PainterLibrary(bootstrap.places().painters, tmp_path / "cache.json")
    desk = PaintDesk(session, queue, thread, library)
    results = Results(session, queue, desk, ResultStore(tmp_path / "results"))
    previews: list[Preview] = []
    errors: list[ArtmasterError] = []
    queue.previewed.connect(previews.append)
    queue.failed.connect(lambda _, error: errors.append(error))
    try:
        desk.paint()
        desk.set_model(STARTER)
        qtbot.waitUntil(lambda: bool(results.all or errors), timeout=SLOW)
        assert errors == []
        assert [n.slug for n in desk.notices if isinstance(n, PainterAbsent)] == ["a", "b"]
        assert len(previews) == 1
        with qtbot.waitSignal(results.applied, timeout=5000):
            results.apply(results.all[0])
        assert session.document.layers[1].name == "Painting 3"
        session.apply(edit_paint(replace(session.document.paint, steps=200)))
        desk.paint()
        qtbot.waitUntil(lambda: len(previews) > 2, timeout=SLOW)
        assert queue.running is not None
        queue.cancel(queue.running.id)
        with qtbot.waitSignal(thread.closed, timeout=SLOW):
            thread.close()
        assert queue.entries[-1].state is State.CANCELLED
        assert len(results.all) == 1
    finally:
        desk.close()
        thread.close()
        assert thread.wait(60.0)
        results.wait(10.0)
        drain()
