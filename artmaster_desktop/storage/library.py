"""The painter library: every adapter file below some folders, known by its header, its card and its hash.

Shipped painters lie as ``<slug>/<slug>.safetensors`` with ``card.json``, ``works.jpg`` and ``samples/``; an
artist's own may be single files. Weights are never read here, beyond hashing their bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import platformdirs

from artmaster_desktop.core.errors import PainterFileError, PainterProblem
from artmaster_desktop.core.painter import Painter, PainterRef
from artmaster_desktop.core.safetensors_header import SafetensorsHeader, read_header
from artmaster_desktop.storage.hash_cache import HashCache
from artmaster_desktop.storage.painter_facts import PainterFacts, ranks, read_card
from artmaster_desktop.storage.sensitivity_file import read_sensitivities

PICTURES = (".jpg", ".jpeg", ".png", ".webp")
MAX_SAMPLES = 64


class PainterLibrary:
    """The painters below ``folders``, in their order; where two have one slug, the first is found by it.

    Files are looked at when first asked for, and again by ``refresh``. One that is no painter is listed in
    ``problems`` and nowhere else. ``cache`` is the file where hashes are remembered.
    """

    def __init__(self, folders: Sequence[Path], cache: Path | None = None) -> None:
        self._folders = tuple(folders)
        self._cache = cache or _default_cache()
        self._painters: tuple[Painter, ...] | None = None
        self._problems: tuple[PainterFileError, ...] = ()

    @property
    def folders(self) -> tuple[Path, ...]:
        return self._folders

    @property
    def problems(self) -> tuple[PainterFileError, ...]:
        """The files that could not be read as painters, and why."""
        self.all()
        return self._problems

    def all(self) -> Sequence[Painter]:
        if self._painters is None:
            self.refresh()
        return self._painters or ()

    def find(self, ref: PainterRef) -> Painter | None:
        """The painter with the reference's hash, else the one with its slug, else None."""
        painters = self.all()
        by_hash = (painter for painter in painters if ref.sha256 and painter.sha256 == ref.sha256)
        by_slug = (painter for painter in painters if ref.slug and painter.slug == ref.slug)
        return next(by_hash, None) or next(by_slug, None)

    def refresh(self) -> None:
        """Look at the folders again."""
        hashes = HashCache(self._cache)
        painters: list[Painter] = []
        problems: list[PainterFileError] = []
        for file in self._files():
            try:
                painters.append(read_painter(file, hashes))
            except PainterFileError as problem:
                problems.append(problem)
        hashes.save()
        self._painters, self._problems = tuple(painters), tuple(problems)

    def _files(self) -> Iterator[Path]:
        """Each file once, also where one folder lies within another."""
        seen: set[Path] = set()
        for folder in self._folders:
            for file in sorted(folder.rglob("*.safetensors")):
                real = file.resolve()
                if file.is_file() and real not in seen:
                    seen.add(real)
                    yield file


def read_painter(file: Path, hashes: HashCache) -> Painter:
    """Who the adapter in ``file`` is. Raises PainterFileError if it is no adapter file or cannot be read."""
    try:
        with file.open("rb") as stream:
            header = read_header(stream, file)
        span = ranks(header)
        if span == (0, 0):
            problem = PainterProblem.UNKNOWN_KEYS if header.tensors else PainterProblem.EMPTY
            raise PainterFileError(file, problem, "no low-rank layers")
        sha256 = hashes.sha256(file)
    except OSError as fault:
        raise PainterFileError(file, PainterProblem.DAMAGED, fault.strerror or "cannot be read") from fault
    return _painter(file, header, span, sha256)


def _painter(file: Path, header: SafetensorsHeader, span: tuple[int, int], sha256: str) -> Painter:
    facts = PainterFacts(header.metadata, read_card(file))
    return Painter(
        sha256=sha256,
        slug=file.stem,
        name=facts.name(file.stem),
        file=file,
        base=facts.base(),
        ranks=span,
        trigger=facts.trigger(),
        names=facts.names(),
        description=facts.description(),
        tags=facts.tags(),
        palette=facts.palette(),
        licence=facts.licence(),
        samples=_samples(file),
        sensitivities=read_sensitivities(file),
        marks=facts.marks(),
    )


def _samples(file: Path) -> tuple[Path, ...]:
    """The pictures of a painter with a folder of its own, its contact sheet ``works`` last."""
    if file.parent.name != file.stem:
        return ()
    pictures = sorted((file.parent / "samples").glob("*")) + sorted(file.parent.glob("works.*"))
    shown = (path for path in pictures if path.suffix.lower() in PICTURES and path.is_file())
    return tuple(shown)[:MAX_SAMPLES]


def _default_cache() -> Path:
    return Path(platformdirs.user_cache_dir("artmaster-desktop", appauthor=False)) / "painters.json"
