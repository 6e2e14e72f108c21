"""Reads guides and regions for the window, and looks for models that follow guides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from artmaster_desktop.core.guide import GuideKind
from artmaster_desktop.core.guide_reading import ControlModel, GuideReading, LayoutReading
from artmaster_desktop.core.raster import Pixels
from artmaster_desktop.core.structure_errors import ControlUnusable
from artmaster_desktop.engine.quiet import needed
from artmaster_desktop.engine.structure.reading import Means, read_guide, read_labels


@dataclass(frozen=True, slots=True)
class Reader:
    """With the shipped ``segmenter``'s file, and the ``folders`` in which models that follow guides lie;
    ``starter`` is the name of the one that comes with the program.
    """

    segmenter: Path
    folders: Sequence[Path]
    starter: str

    def guide(self, rgb: Pixels, kind: GuideKind, detector: Path | None) -> GuideReading:
        """See ``StructureReader``."""
        return read_guide(rgb, kind, Means(segmenter=self.segmenter, detector=detector))

    def layout(self, rgb: Pixels, detector: Path | None) -> LayoutReading:
        """See ``StructureReader``."""
        return LayoutReading(*read_labels(rgb, Means(segmenter=self.segmenter, detector=detector)))

    def controls(self) -> Sequence[ControlModel]:
        """See ``StructureReader``; a name that lies in two folders is the first one's."""
        found: dict[str, ControlModel] = {}
        for path in self._paths():
            name = path.name.removesuffix(".safetensors")
            found.setdefault(name, self._told("" if name == self.starter else name, path))
        return sorted(found.values(), key=lambda model: model.name.casefold())

    def _paths(self) -> Iterator[Path]:
        for folder in self.folders:
            if folder.is_dir():
                there = sorted(folder.iterdir())
                yield from (path for path in there if path.is_dir() or path.suffix == ".safetensors")

    def _told(self, name: str, path: Path) -> ControlModel:
        try:
            file = needed("artmaster_desktop.engine.structure.control_file").describe(path)
        except ControlUnusable as error:
            return ControlModel(name, path, error=error)
        kinds = file.kinds if file.modes is None else frozenset(file.modes)
        return ControlModel(name, path, kinds, form=file.form, guidance=file.guidance)
