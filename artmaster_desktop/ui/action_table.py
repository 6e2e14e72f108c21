"""Everything that can be done from a menu or a key, in the order of the menus."""

from __future__ import annotations

from dataclasses import dataclass

from artmaster_desktop.ui.i18n import marked

CONTEXT = "Actions"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """``text`` is English, with the menu's mnemonic; ``keys`` in Qt's portable form, "" for none.

    ``picture`` names an icon. ``on_canvas``: its key is heard only while the canvas has the focus.
    """

    id: str
    text: str
    keys: str = ""
    picture: str = ""
    checkable: bool = False
    on_canvas: bool = False


SEPARATOR = ActionSpec("", "")
A = ActionSpec

FILE = (
    A("file.new", marked("Actions", "&New…"), "Ctrl+N", "new"),
    A("file.open", marked("Actions", "&Open…"), "Ctrl+O", "open"),
    A("file.welcome", marked("Actions", "&Welcome page"), "", "image"),
    SEPARATOR,
    A("file.save", marked("Actions", "&Save"), "Ctrl+S", "save"),
    A("file.save-as", marked("Actions", "Save &as…"), "Ctrl+Shift+S", "save-as"),
    A("file.export", marked("Actions", "&Export the picture…"), "Ctrl+Shift+E", "export"),
    A("file.print", marked("Actions", "&Print into a file…"), "Ctrl+P", "print"),
    A("file.insert", marked("Actions", "&Insert a picture…"), "Ctrl+Shift+I", "add-image"),
    SEPARATOR,
    A("file.quit", marked("Actions", "&Quit"), "Ctrl+Q", "quit"),
)
EDIT = (
    A("edit.undo", marked("Actions", "&Undo"), "Ctrl+Z", "undo"),
    A("edit.redo", marked("Actions", "&Redo"), "Ctrl+Shift+Z", "redo"),
    SEPARATOR,
    A("edit.cut", marked("Actions", "Cu&t"), "Ctrl+X", "cut"),
    A("edit.copy", marked("Actions", "&Copy"), "Ctrl+C", "copy"),
    A("edit.copy-all", marked("Actions", "Copy &all layers"), "Ctrl+Shift+C", "copy"),
    A("edit.paste", marked("Actions", "&Paste"), "Ctrl+V", "paste"),
    A("edit.clear", marked("Actions", "C&lear"), "Del", "clear", on_canvas=True),
    A("edit.fill", marked("Actions", "&Fill with the colour"), "Shift+Backspace", "fill"),
    SEPARATOR,
    A("edit.canvas-size", marked("Actions", "Canvas &size…"), "Ctrl+Alt+C", "crop"),
    A("edit.crop", marked("Actions", "Cr&op to the selection"), "", "crop"),
    SEPARATOR,
    A("edit.settings", marked("Actions", "S&ettings…"), "Ctrl+,", "settings"),
)
VIEW = (
    A("view.zoom-in", marked("Actions", "Zoom &in"), "Ctrl++", "zoom-in"),
    A("view.zoom-out", marked("Actions", "Zoom &out"), "Ctrl+-", "zoom-out"),
    A("view.fit", marked("Actions", "&Fit in the window"), "Ctrl+0", "fit"),
    A("view.actual", marked("Actions", "&Actual pixels"), "Ctrl+1", "actual-size"),
    SEPARATOR,
    A("view.turn-left", marked("Actions", "Turn &left"), "4", "rotate-left"),
    A("view.turn-right", marked("Actions", "Turn &right"), "6", "rotate-right"),
    A("view.upright", marked("Actions", "&Upright"), "5", "reset"),
    A("view.mirror", marked("Actions", "&Mirror"), "F", "mirror", checkable=True),
    SEPARATOR,
    A("view.overlay", marked("Actions", "Show all re&gions"), "O", "overlay", checkable=True),
    A("view.preview", marked("Actions", "Show the forming &picture"), "Shift+P", "preview", True),
    SEPARATOR,
    A("view.proof", marked("Actions", "Soft proof of the prin&t"), "Ctrl+Y", "print", checkable=True),
    A("view.gamut", marked("Actions", "Mark colours that print does not &have"), "Ctrl+Shift+Y", "warning",
      checkable=True),
    A("view.proof-printer", marked("Actions", "&Whose colours to proof…"), "", "palette"),
    SEPARATOR,
    A("view.canvas-only", marked("Actions", "Hide the pa&nels"), "Tab", "panels", True, True),
    A("view.full-screen", marked("Actions", "Full s&creen"), "F11", "full-screen", checkable=True),
)  # fmt: skip
LAYER = (
    A("layer.add-sketch", marked("Actions", "New &sketch layer"), "Ctrl+Shift+N", "add-sketch"),
    A("layer.add-image", marked("Actions", "New &image layer"), "", "add-image"),
    A("layer.add-group", marked("Actions", "New &group"), "", "add-group"),
    A("layer.inscription", marked("Actions", "Inscrip&tion…"), "Ctrl+Shift+T", "inscription"),
    A("layer.seal", marked("Actions", "S&eal…"), "Ctrl+Shift+L", "seal"),
    SEPARATOR,
    A("layer.duplicate", marked("Actions", "&Duplicate"), "Ctrl+J", "duplicate"),
    A("layer.merge", marked("Actions", "&Merge down"), "Ctrl+E", "merge-down"),
    A("layer.group", marked("Actions", "Gr&oup"), "Ctrl+G", "group"),
    A("layer.ungroup", marked("Actions", "&Ungroup"), "Ctrl+Shift+G", "ungroup"),
    A("layer.remove", marked("Actions", "&Remove"), "Shift+Del", "delete"),
    A("layer.guide", marked("Actions", "Ma&ke a guide from it…"), "", "guide"),
    A("layer.transfer", marked("Actions", "Paint it by anot&her painter…"), "", "painters"),
    SEPARATOR,
    A("layer.visible", marked("Actions", "&Visible"), "Ctrl+H", "eye", checkable=True),
    A("layer.locked", marked("Actions", "&Locked"), "Ctrl+/", "lock", checkable=True),
    SEPARATOR,
    A("layer.above", marked("Actions", "Pick the layer &above"), "PgUp", "up"),
    A("layer.below", marked("Actions", "Pick the layer &below"), "PgDown", "down"),
    A("layer.raise", marked("Actions", "Move u&p"), "Ctrl+PgUp", "up"),
    A("layer.lower", marked("Actions", "Move do&wn"), "Ctrl+PgDown", "down"),
)
SELECT = (
    A("select.all", marked("Actions", "&All"), "Ctrl+A", "select-all"),
    A("select.none", marked("Actions", "&None"), "Ctrl+Shift+A", "deselect"),
    A("select.invert", marked("Actions", "&Invert"), "Ctrl+I", "select-invert"),
    SEPARATOR,
    A("select.grow", marked("Actions", "&Grow"), "", "selection-add"),
    A("select.shrink", marked("Actions", "&Shrink"), "", "selection-subtract"),
    A("select.feather", marked("Actions", "&Feather"), "Shift+F6", "feather"),
    SEPARATOR,
    A("select.layer", marked("Actions", "What is on the &layer"), "", "layer"),
    A("select.region", marked("Actions", "The &region's area"), "", "region"),
)
REGION = (
    A("region.add", marked("Actions", "&New region"), "Ctrl+R", "region-add"),
    A("region.from-selection", marked("Actions", "New region from the &selection"), "Ctrl+Shift+R",
      "region-add"),
    A("region.find", marked("Actions", "&Find regions in a picture…"), "", "wand"),
    A("region.remove", marked("Actions", "&Remove the region"), "", "delete"),
    SEPARATOR,
    A("region.transfer", marked("Actions", "Paint it by anot&her painter…"), "", "painters"),
    SEPARATOR,
    A("region.enabled", marked("Actions", "&Takes part"), "", "check", checkable=True),
    A("region.next", marked("Actions", "Ne&xt region"), "Ctrl+Down", "down"),
    A("region.previous", marked("Actions", "&Previous region"), "Ctrl+Up", "up"),
    A("region.whole", marked("Actions", "The &whole canvas"), "Ctrl+Home", "image"),
)  # fmt: skip
PAINTERS = (
    A("painters.search", marked("Actions", "&Find a painter"), "Ctrl+F", "search"),
    A("painters.import", marked("Actions", "&Import painters…"), "", "import"),
    A("painters.train", marked("Actions", "&Train a painter from works…"), "Ctrl+T", "painter"),
    A("painters.refresh", marked("Actions", "Look for &new files"), "", "refresh"),
    A("painters.folder", marked("Actions", "Show your painters' f&older"), "", "folder"),
)
PAINT = (
    A("paint.paint", marked("Actions", "&Paint"), "Ctrl+Return", "paint"),
    A("paint.variations", marked("Actions", "&Variations"), "Ctrl+Shift+Return", "variations"),
    A("paint.remove", marked("Actions", "&Remove what is selected"), "Ctrl+Del", "eraser"),
    A("paint.extend", marked("Actions", "E&xtend the picture…"), "", "expand"),
    A("paint.live", marked("Actions", "&Live"), "Ctrl+L", "live", checkable=True),
    A("paint.cancel", marked("Actions", "&Cancel"), "Ctrl+.", "stop"),
    A("paint.cancel-all", marked("Actions", "Cancel &everything"), "Ctrl+Shift+.", "cancel"),
    SEPARATOR,
    A("paint.apply", marked("Actions", "&Apply the latest result"), "Ctrl+Alt+Return", "apply"),
    A("paint.compare", marked("Actions", "C&ompare results…"), "Ctrl+D", "compare"),
    A("paint.gate", marked("Actions", "Show who paints &where…"), "", "grid"),
    A("paint.enlarge", marked("Actions", "Make a result lar&ger…"), "", "zoom-in"),
    A("paint.transfer", marked("Actions", "Paint a result &by another painter…"), "", "painters"),
)
TOOLS = (
    A("tool.brush", marked("Actions", "Brush"), "B", "brush", True),
    A("tool.eraser", marked("Actions", "Eraser"), "E", "eraser", True),
    A("tool.smudge", marked("Actions", "Smudge"), "U", "smudge", True),
    A("tool.region", marked("Actions", "Region"), "R", "region", True),
    SEPARATOR,
    A("tool.fill", marked("Actions", "Fill"), "G", "fill", True),
    A("tool.gradient", marked("Actions", "Gradient"), "Shift+G", "gradient", True),
    A("tool.text", marked("Actions", "Text"), "T", "text", True),
    SEPARATOR,
    A("tool.select-rectangle", marked("Actions", "Select a rectangle"), "M", "select-rect", True),
    A("tool.select-ellipse", marked("Actions", "Select an ellipse"), "Shift+M", "select-ellipse",
      True),
    A("tool.lasso", marked("Actions", "Lasso"), "L", "lasso", True),
    A("tool.select-polygon", marked("Actions", "Select a polygon"), "Shift+L", "select-polygon",
      True),
    A("tool.wand", marked("Actions", "Magic wand"), "W", "wand", True),
    SEPARATOR,
    A("tool.move", marked("Actions", "Move and transform"), "V", "transform", True),
    A("tool.picker", marked("Actions", "Colour picker"), "I", "picker", True),
    A("tool.pan", marked("Actions", "Pan"), "H", "hand", True),
    A("tool.zoom", marked("Actions", "Zoom"), "Z", "zoom", True),
)  # fmt: skip
BRUSH = (
    A("brush.smaller", marked("Actions", "Smaller brush"), "[", "remove"),
    A("brush.larger", marked("Actions", "Larger brush"), "]", "add"),
    A("brush.swap", marked("Actions", "Swap the colours"), "X", "swap"),
    A("brush.reset", marked("Actions", "Ink and paper"), "D", "reset"),
)
WINDOW = (
    A("window.reset", marked("Actions", "&Put the panels back"), "", "panels"),
    A("window.next", marked("Actions", "&Next panel"), "F6", "right"),
    A("window.canvas", marked("Actions", "To the &canvas"), "Ctrl+F6", "image"),
)
HELP = (
    A("help.tour", marked("Actions", "&Tour of one minute"), "F1", "help"),
    A("help.log", marked("Actions", "&Log…"), "", "log"),
    A("help.diagnostics", marked("Actions", "Save a &diagnostics file…"), "", "save"),
    A("help.recover", marked("Actions", "&Recover documents…"), "", "history"),
    SEPARATOR,
    A("help.about", marked("Actions", "&About ArtMaster Desktop"), "", "info"),
)

MENUS: tuple[tuple[str, tuple[ActionSpec, ...]], ...] = (
    (marked("Actions", "&File"), FILE),
    (marked("Actions", "&Edit"), EDIT),
    (marked("Actions", "&View"), VIEW),
    (marked("Actions", "&Tools"), (*TOOLS, SEPARATOR, *BRUSH)),
    (marked("Actions", "&Layer"), LAYER),
    (marked("Actions", "&Select"), SELECT),
    (marked("Actions", "&Region"), REGION),
    (marked("Actions", "Pa&inters"), PAINTERS),
    (marked("Actions", "&Paint"), PAINT),
    (marked("Actions", "&Window"), WINDOW),
    (marked("Actions", "&Help"), HELP),
)
"""The menu bar: title, and what is in it."""
