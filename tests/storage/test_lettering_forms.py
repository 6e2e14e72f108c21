"""Inscriptions and seals in the journal and in the project file, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from artmaster_desktop.core.document import Document
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.layer import InscriptionLayer
from artmaster_desktop.core.lettering import Inscription, Lettering, Relief, Seal, Shape
from artmaster_desktop.core.raster import Raster
from artmaster_desktop.storage.codec import UnreadableData
from artmaster_desktop.storage.journal_form import DocumentForm, Extras, document_of, form_of, pack, unpack
from artmaster_desktop.storage.ora import load_document, save_document

PLACE = (20.0, 1.5, -1.5, 20.0, 12.25, 7.0)
INK = Raster.from_array(np.full((9, 9, 4), 120, np.uint8), 12, 7)
SEAL = Seal(text="江山", relief=Relief.CUT, shape=Shape.OVAL, worn=0.4, chips=7, colour=(170, 30, 20))
WORDS = Inscription(text="空山\n新雨", family="Kai")
LAYERS = tuple(
    InscriptionLayer(id=name, name=name, raster=INK, lettering=Lettering(content, PLACE))
    for name, content in (("seal", SEAL), ("words", WORDS))
)
DOCUMENT = Document(id="d", extent=Extent(64, 64), layers=LAYERS)


def test_the_journal_keeps_letters() -> None:
    form = unpack(DocumentForm, pack(form_of(DOCUMENT)))
    rasters = {layer.id: layer.raster for layer in LAYERS}
    assert document_of(form, rasters, Extras()) == DOCUMENT


def test_letters_without_words_are_damaged() -> None:
    form = form_of(DOCUMENT)
    damaged = replace(form, layers=(replace(form.layers[0], letters=()),))
    with pytest.raises(UnreadableData):
        document_of(damaged, {}, Extras())


def test_the_file_keeps_letters(tmp_path: Path) -> None:
    save_document(DOCUMENT, tmp_path / "a.ora")
    loaded = load_document(tmp_path / "a.ora")
    assert loaded.document == DOCUMENT
    assert loaded.losses == ()


def test_letters_of_which_nothing_shows_stay_letters(tmp_path: Path) -> None:
    empty = replace(DOCUMENT, layers=(replace(LAYERS[0], raster=Raster(4)),))
    save_document(empty, tmp_path / "a.ora")
    (layer,) = load_document(tmp_path / "a.ora").document.layers
    assert isinstance(layer, InscriptionLayer)
    assert layer.lettering == LAYERS[0].lettering
