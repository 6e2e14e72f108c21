"""Settings: where the engine computes, with which numbers, and how much memory it may take."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QWidget

from artmaster_desktop.app.preferences import Preferences
from artmaster_desktop.storage.settings import Precision, Settings
from artmaster_desktop.ui.dialogs.settings_page import SettingsPage

_CARDS = Path("/proc/driver/nvidia/gpus")


def graphics_cards(folder: Path = _CARDS) -> tuple[str, ...]:
    """The names of the NVIDIA cards of this machine as their driver tells them, in its order; () where it
    does not (other systems, no card). Asking the engine would take seconds.
    """
    names: list[str] = []
    for file in sorted(folder.glob("*/information")):
        try:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        models = [line.partition(":")[2].strip() for line in lines if line.startswith("Model:")]
        names += models[:1]
    return tuple(names)


class DevicePage(SettingsPage):
    """Device, precision and memory limit. They hold from the next painting on."""

    picture = "device"

    def __init__(
        self, preferences: Preferences, parent: QWidget | None = None, *, cards: tuple[str, ...] | None = None
    ) -> None:
        super().__init__(self.tr("Device"), preferences, parent)
        self._cards = graphics_cards() if cards is None else cards
        self.note(
            self.tr(
                "What is chosen here holds from the next painting on; the model is then loaded again. "
                "Where a painting ran is said in the paint panel."
            )
        )
        self._add_device(self.section(""))
        self.device.activated.connect(lambda: self._set(device=str(self.device.currentData())))
        self.precision.activated.connect(lambda: self._set(precision=Precision(self.precision.currentData())))
        self.memory.editingFinished.connect(lambda: self._set(memory_limit=round(self.memory.value(), 1)))
        self.finish()

    def _add_device(self, form: QFormLayout) -> None:
        self.device = QComboBox(self)
        for key, name in self._devices():
            self.device.addItem(name, key)
        self.row(
            form,
            self.tr("Compute on"),
            self.device,
            self.tr("The processor that paints; a graphics card is a hundred times faster than the CPU"),
        )
        self.precision = QComboBox(self)
        for precision, name in (
            (Precision.AUTO, self.tr("What suits the device")),
            (Precision.BFLOAT16, "bfloat16"),
            (Precision.FLOAT16, "float16"),
            (Precision.FLOAT32, "float32"),
        ):
            self.precision.addItem(name, precision.value)
        self.row(
            form,
            self.tr("Precision"),
            self.precision,
            self.tr("The kind of numbers that the model computes with"),
            self.tr(
                "float32 takes twice the memory; float16 can break up pictures. Each paints a little "
                "otherwise."
            ),
        )
        self._add_memory(form)

    def _add_memory(self, form: QFormLayout) -> None:
        self.memory = QDoubleSpinBox(self)
        self.memory.setRange(0.0, 1024.0)
        self.memory.setDecimals(1)
        self.memory.setSuffix(self.tr(" GiB"))
        self.memory.setSpecialValueText(self.tr("All that is free"))
        self.row(
            form,
            self.tr("Memory"),
            self.memory,
            self.tr("How much memory of the device the engine may plan with"),
            self.tr(
                "On a graphics card a smaller number makes the engine hold the model in parts: slower, but "
                "it fits. On other devices the model is always held whole."
            ),
        )

    def _devices(self) -> list[tuple[str, str]]:
        found = [("auto", self.tr("The fastest there is"))]
        for number, name in enumerate(self._cards):
            found.append((f"cuda:{number}", name))
        if not self._cards and sys.platform != "darwin":
            found.append(("cuda:0", self.tr("First graphics card (NVIDIA)")))
        if sys.platform == "darwin":
            found.append(("mps", self.tr("Apple graphics processor")))
        return [*found, ("cpu", self.tr("The processor (CPU)"))]

    def show_settings(self, settings: Settings) -> None:
        engine = settings.engine
        if self.device.findData(engine.device) < 0:
            self.device.addItem(engine.device, engine.device)
        self.device.setCurrentIndex(self.device.findData(engine.device))
        self.precision.setCurrentIndex(self.precision.findData(engine.precision.value))
        if not self.memory.hasFocus():
            self.memory.setValue(engine.memory_limit)

    def _set(self, **changes: object) -> None:
        self.preferences.change(lambda s: replace(s, engine=replace(s.engine, **changes)))  # type: ignore[arg-type]
