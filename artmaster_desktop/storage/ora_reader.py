"""From the parts of a project file to a document, whatever another program made of it in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from artmaster_desktop.core.document import MAX_SIDE, Document, FromLayer, FromNoise
from artmaster_desktop.core.errors import BrokenDocument, DocumentFileError, DocumentProblem, DocumentTooNew
from artmaster_desktop.core.geometry import Extent
from artmaster_desktop.core.guide import still_standing
from artmaster_desktop.core.layer import (
    GroupLayer,
    ImageLayer,
    InscriptionLayer,
    Layer,
    MaskLayer,
    SketchLayer,
)
from artmaster_desktop.core.raster import Pixels, Raster
from artmaster_desktop.core.region import Region
from artmaster_desktop.storage import limits
from artmaster_desktop.storage.codec import UnreadableData
from artmaster_desktop.storage.loaded import (
    DataGone,
    DataRestored,
    GuideGone,
    Loaded,
    Loss,
    PartIgnored,
    RegionGone,
    RegionTextGone,
    StartGone,
)
from artmaster_desktop.storage.migrations import CURRENT, TooNew
from artmaster_desktop.storage.ora_archive import MIMETYPE, Archive
from artmaster_desktop.storage.ora_data import (
    LAYER_NAME,
    MEMBER,
    DocumentData,
    Found,
    LayerData,
    digest,
    from_json,
    from_pixels,
)
from artmaster_desktop.storage.ora_identity import flat, name_after, read_label, recognise
from artmaster_desktop.storage.ora_stack import BadStack, Node, Stack, parse_stack
from artmaster_desktop.storage.ora_unknown import read_unknown
from artmaster_desktop.storage.png import BadPicture, decode_png, png_size


def read_document(path: Path) -> Loaded:
    """See ora.load_document."""
    with Archive(path) as archive:
        if archive.read("mimetype", 256).strip() != MIMETYPE:
            raise archive.error(DocumentProblem.NOT_A_DOCUMENT, "mimetype")
        return _Reader(archive).read()


class _Reader:
    """One pass over one file."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.stack = self._stack()
        self.losses: list[Loss] = [PartIgnored(f"<{tag}>"[:100]) for tag in self.stack.ignored]
        self.pixels_left = limits.MAX_TOTAL_PIXELS
        self.used: set[str] = set()
        self.ids: set[str] = set()
        self.people: dict[int, LayerData] = {}

    def read(self) -> Loaded:
        nodes = list(flat(self.stack.nodes))
        if len(nodes) > limits.MAX_LAYERS:
            raise self.archive.error(DocumentProblem.TOO_LARGE, "stack.xml", f"{len(nodes)} layers")
        hidden = [node for node in nodes if node.src is not None and node.name.startswith(LAYER_NAME)]
        self.used.update(node.src for node in hidden if node.src)
        found = self._found(hidden)
        data = None if found is None else found.data
        concealed = {id(node) for node in hidden}
        shown = [node for node in nodes if id(node) not in concealed]
        self.people = recognise(shown, _once(data.layers if data else ()))
        self.ids = {who.id for who in self.people.values()}
        layers = self._layers(self.stack.nodes, concealed)
        unknown, refused = read_unknown(self.archive, self.stack, self.used)
        dropped = (*refused, *(found.dropped if found else ()))
        self.losses += [PartIgnored(part) for part in dropped]
        if data is None:
            data = self._guess(layers)
        document = self._document(data, layers, (*unknown, *(found.unknown if found else ())))
        return Loaded(document, tuple(self.losses))

    def _stack(self) -> Stack:
        try:
            stack = parse_stack(self.archive.read("stack.xml", limits.MAX_XML_BYTES))
        except BadStack as error:
            problem = DocumentProblem.BAD_VALUE if error.value else DocumentProblem.BAD_XML
            problem = DocumentProblem.TOO_LARGE if error.large else problem
            raise self.archive.error(problem, "stack.xml", str(error)) from error
        if max(stack.width, stack.height) > MAX_SIDE:
            size = f"{stack.width} x {stack.height}"
            raise self.archive.error(DocumentProblem.TOO_LARGE, "stack.xml", size)
        return stack

    # ------------------------------------------------------------------------------ our own data

    def _found(self, hidden: Sequence[Node]) -> Found | None:
        """Our data from the member, else from the hidden layer, else None: a plain OpenRaster picture."""
        damage: UnreadableData | None = None
        if MEMBER in self.archive.members:
            try:
                return self._parsed(self.archive.read(MEMBER, limits.MAX_DATA_BYTES))
            except UnreadableData as error:
                damage = error
        for node in hidden:
            try:
                text = from_pixels(self._decoded(node))
                found = self._parsed(text) if text is not None else None
            except (DocumentFileError, UnreadableData):
                found = None
            if found is not None:
                self.losses.append(DataRestored())
                return found
        if damage is not None:
            raise self.archive.error(
                DocumentProblem.BAD_DATA, MEMBER, f"{damage.where}: {damage.reason}"
            ) from damage
        if hidden or any(read_label(node.name)[1] for node in flat(self.stack.nodes)):
            self.losses.append(DataGone())
        return None

    def _parsed(self, text: bytes) -> Found:
        try:
            return from_json(text)
        except TooNew as error:
            raise DocumentTooNew(self.archive.path, error.needed, CURRENT) from error

    def _guess(self, layers: tuple[Layer, ...]) -> DocumentData:
        """Regions from mask layers alone, where nothing else is left."""
        masks = [layer for layer in _walk(layers) if isinstance(layer, MaskLayer)]
        regions = tuple(Region(id=f"region-{mask.id}", mask=mask.id, name=mask.name) for mask in masks)
        self.losses += [RegionTextGone(region.id, region.name) for region in regions]
        digest = sha256(self.archive.read("stack.xml", limits.MAX_XML_BYTES)).hexdigest()[:16]
        return DocumentData(id=digest, title=self.archive.path.stem, regions=regions)

    # ------------------------------------------------------------------------------ layers

    def _layers(self, nodes: Sequence[Node], hidden: set[int]) -> tuple[Layer, ...]:
        """Bottom first, as we keep them. As deep as the parser allows."""
        return tuple(self._layer(node, hidden) for node in reversed(nodes) if id(node) not in hidden)

    def _layer(self, node: Node, hidden: set[int]) -> Layer:
        who = self.people.get(id(node)) or self._stranger(node)
        common = {
            "id": who.id,
            "name": name_after(node, who),
            "visible": node.visible,
            "opacity": node.opacity,
            "locked": node.locked,
            "blend": node.blend,
            "attributes": node.attributes,
        }
        if node.src is None:
            isolated = who.isolated if node.isolated is None else node.isolated
            return GroupLayer(**common, isolated=isolated, layers=self._layers(node.children, hidden))  # type: ignore[arg-type]
        pixels = self._decoded(node)
        if who.kind == "mask":
            raster = Raster.from_array(pixels[..., 3:], node.x, node.y)
            sound = len(who.colour) == 3 and all(0 <= part <= 255 for part in who.colour)
            red, green, blue = who.colour if sound else _tint(pixels)
            return MaskLayer(**common, raster=raster, colour=(red, green, blue))  # type: ignore[arg-type]
        raster = Raster.from_array(pixels, node.x, node.y)
        if who.kind == "letters" and who.letters and who.letters[0].drawn == digest(pixels):
            (kept,) = who.letters[:1]
            lettering = kept.lettering.moved(node.x - kept.at[0], node.y - kept.at[1])
            return InscriptionLayer(**common, raster=raster, lettering=lettering)  # type: ignore[arg-type]
        kind = SketchLayer if who.kind == "sketch" else ImageLayer
        return kind(**common, raster=raster)  # type: ignore[arg-type]

    def _stranger(self, node: Node) -> LayerData:
        """A layer that our data does not know: new, or a copy, or all of them where the data is gone."""
        name, kind, code = read_label(node.name)
        kind = node.kind or kind
        if node.src is None:
            kind = "group"
        elif kind not in ("sketch", "image", "mask"):
            kind = "image"
        wanted = node.id or code
        if not wanted or wanted in self.ids:
            wanted = next(free for n in range(1, 10_000) if (free := f"{kind}-{n}") not in self.ids)
        self.ids.add(wanted)
        return LayerData(id=wanted, kind=kind, name=name)

    def _decoded(self, node: Node) -> Pixels:
        """RGBA of a layer; the header is charged to the file's budget of pixels first."""
        source = node.src or ""
        data = self.archive.read(source, limits.MAX_MEMBER_BYTES)
        self.used.add(source)
        try:
            width, height = png_size(data)
            self.pixels_left -= width * height
            if self.pixels_left < 0:
                raise BadPicture("too many pixels in all layers", too_large=True)
            return decode_png(data)
        except BadPicture as error:
            problem = DocumentProblem.TOO_LARGE if error.too_large else DocumentProblem.BAD_PIXELS
            raise self.archive.error(problem, source, str(error)) from error

    # ------------------------------------------------------------------------------ the document

    def _document(
        self, data: DocumentData, layers: tuple[Layer, ...], unknown: tuple[tuple[str, str], ...]
    ) -> Document:
        masks = {layer.id for layer in _walk(layers) if isinstance(layer, MaskLayer)}
        pictures = {x.id for x in _walk(layers) if isinstance(x, SketchLayer | ImageLayer | InscriptionLayer)}
        gone = [region for region in data.regions if region.mask not in masks]
        self.losses += [RegionGone(region.id, region.name) for region in gone]
        paint = data.paint
        if isinstance(paint.start, FromLayer) and paint.start.layer not in pictures:
            self.losses.append(StartGone(paint.start.layer))
            paint = replace(paint, start=FromNoise())
        regions = tuple(region for region in data.regions if region.mask in masks)
        guides = still_standing(data.guides, pictures, {region.id for region in regions})
        self.losses += [GuideGone(guide.layer) for guide in data.guides if guide.layer not in pictures]
        try:
            return Document(
                id=data.id,
                extent=Extent(self.stack.width, self.stack.height),
                title=data.title,
                layers=layers,
                regions=regions,
                root=data.root,
                paint=paint,
                revision=data.revision,
                unknown=unknown,
                guides=guides,
            )
        except BrokenDocument as error:
            raise self.archive.error(DocumentProblem.BAD_DATA, MEMBER, str(error)) from error


def _walk(layers: Sequence[Layer]) -> list[Layer]:
    found: list[Layer] = []
    pending = list(layers)
    while pending:
        layer = pending.pop(0)
        found.append(layer)
        if isinstance(layer, GroupLayer):
            pending = [*layer.layers, *pending]
    return found


def _once(people: Sequence[LayerData]) -> tuple[LayerData, ...]:
    """Data of a damaged file may name a layer twice; the first counts."""
    found: dict[str, LayerData] = {}
    for who in people:
        if who.id:
            found.setdefault(who.id, who)
    return tuple(found.values())


def _tint(pixels: Pixels) -> tuple[int, int, int]:
    """The colour of a mask layer that we know nothing of: that of its most covering pixel."""
    if not pixels[..., 3].any():
        return MaskLayer(id="any", name="", raster=Raster(1)).colour
    row, column = np.unravel_index(int(pixels[..., 3].argmax()), pixels.shape[:2])
    red, green, blue = (int(value) for value in pixels[row, column, :3])
    return red, green, blue
