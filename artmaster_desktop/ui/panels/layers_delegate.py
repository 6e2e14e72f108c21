"""How a layer looks in its list: an eye, a thumbnail, a name, and a lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QMouseEvent, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from artmaster_desktop.core import commands
from artmaster_desktop.core.layer import GroupLayer, ImageLayer, InscriptionLayer, Layer, MaskLayer
from artmaster_desktop.core.lettering import Seal
from artmaster_desktop.ui.icons import icon
from artmaster_desktop.ui.panels.layers_model import LAYER_ROLE, THUMBNAIL_ROLE, LayersModel
from artmaster_desktop.ui.widgets.card_grid import paint_focus
from artmaster_desktop.ui.widgets.tint import line, mix

ROW = 44
THUMB = 36
SIGN = 18


class LayerDelegate(QStyledItemDelegate):
    """Paints rows of the layers' list; a click on the eye or the lock switches it."""

    def __init__(self, model: LayersModel, blends: dict[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._blends = blends

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(140, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        layer: Layer = index.data(LAYER_ROLE)
        rect, palette = option.rect, option.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        eye = icon("eye" if layer.visible else "eye-off")
        _sign(painter, eye, eye_rect(rect), layer.visible)
        self._paint_thumbnail(painter, index, layer, thumb_rect(rect), palette)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if layer.locked or hovered:
            sign = icon("lock" if layer.locked else "unlock")
            _sign(painter, sign, lock_rect(rect), layer.locked)
        self._paint_words(painter, layer, name_rect(rect), palette)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5), palette)
        painter.restore()

    def _paint_thumbnail(
        self,
        painter: QPainter,
        index: QModelIndex | QPersistentModelIndex,
        layer: Layer,
        rect: QRect,
        palette: QPalette,
    ) -> None:
        if isinstance(layer, GroupLayer):
            _sign(painter, icon("group"), rect.adjusted(7, 7, -7, -7), layer.visible)
            return
        picture = index.data(THUMBNAIL_ROLE)
        size = picture.size() if isinstance(picture, QPixmap) else QSize(THUMB, THUMB)
        size = size.scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        frame = QRect(0, 0, size.width(), size.height())
        frame.moveCenter(rect.center())
        if isinstance(layer, MaskLayer):
            painter.fillRect(frame, mix(palette.color(QPalette.ColorRole.Base), QColor(128, 128, 128), 0.18))
        else:
            _paper(painter, frame)
        painter.setOpacity(1.0 if layer.visible else 0.45)
        if isinstance(picture, QPixmap):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(frame, picture)
        painter.setOpacity(1.0)
        painter.setPen(line(palette, 0.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame.adjusted(0, 0, -1, -1))

    def _paint_words(self, painter: QPainter, layer: Layer, rect: QRect, palette: QPalette) -> None:
        text = palette.color(QPalette.ColorRole.Text)
        faint = mix(text, palette.color(QPalette.ColorRole.Base), 0.5)
        metrics = painter.fontMetrics()
        about = self.about(layer)
        height = metrics.height()
        top = rect.top() + (rect.height() - height - (height if about else 0)) // 2
        painter.setPen(text if layer.visible else faint)
        name = metrics.elidedText(layer.name, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QRect(rect.left(), top, rect.width(), height), Qt.AlignmentFlag.AlignVCenter, name)
        if about:
            small = painter.font()
            small.setPointSizeF(max(6.5, small.pointSizeF() * 0.86))
            painter.setFont(small)
            painter.setPen(faint)
            shown = painter.fontMetrics().elidedText(about, Qt.TextElideMode.ElideRight, rect.width())
            place = QRect(rect.left(), top + height, rect.width(), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)

    def about(self, layer: Layer) -> str:
        """What is unusual about the layer, in a few words."""
        said: list[str] = []
        if isinstance(layer, MaskLayer):
            said.append(self.tr("region"))
        elif isinstance(layer, ImageLayer):
            said.append(self.tr("picture"))
        elif isinstance(layer, InscriptionLayer):
            seal = isinstance(layer.lettering.content, Seal)
            said.append(self.tr("seal") if seal else self.tr("inscription"))
        elif isinstance(layer, GroupLayer):
            said.append(self.tr("group of {count}").format(count=len(layer.layers)))
        else:
            said.append(self.tr("sketch"))
        if layer.blend != "svg:src-over":
            said.append(self._blends.get(layer.blend, layer.blend.removeprefix("svg:")))
        if layer.opacity < 1.0:
            said.append(f"{layer.opacity:.0%}")
        return " · ".join(said)

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Name of the layer"))
        editor.setMaxLength(200)
        return editor

    def setEditorData(  # noqa: N802
        self, editor: QWidget, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A name that is being typed stays, whatever else of its layer is new."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = name_rect(option.rect)
        height = editor.sizeHint().height()
        editor.setGeometry(rect.left() - 4, rect.center().y() - height // 2, rect.width() + 6, height)

    def editorEvent(  # noqa: N802
        self,
        event: QEvent,
        model: object,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        layer, place = index.data(LAYER_ROLE), event.position().toPoint()
        on_eye = eye_rect(option.rect).adjusted(-4, -12, 3, 12).contains(place)
        on_lock = lock_rect(option.rect).adjusted(-4, -12, 6, 12).contains(place)
        if event.type() in kinds and on_eye:
            self._model.apply(commands.set_visible(layer.id, not layer.visible))
        elif event.type() in kinds and on_lock:
            self._model.apply(commands.set_locked(layer.id, not layer.locked))
        return on_eye or on_lock


def eye_rect(row: QRect) -> QRect:
    """Where in a row the eye is."""
    return QRect(row.left() + 4, row.center().y() - SIGN // 2, SIGN, SIGN)


def thumb_rect(row: QRect) -> QRect:
    """Where in a row the thumbnail is."""
    return QRect(row.left() + 28, row.center().y() - THUMB // 2 + 1, THUMB, THUMB)


def lock_rect(row: QRect) -> QRect:
    """Where in a row the lock is."""
    return QRect(row.right() - SIGN - 5, row.center().y() - SIGN // 2 + 1, SIGN - 3, SIGN - 3)


def name_rect(row: QRect) -> QRect:
    """Where in a row the words are."""
    return QRect(row.left() + 73, row.top(), row.width() - 73 - SIGN - 10, row.height())


def _sign(painter: QPainter, sign: QIcon, rect: QRect, strong: bool) -> None:
    painter.setOpacity(0.9 if strong else 0.4)
    sign.paint(painter, rect)
    painter.setOpacity(1.0)


def _paper(painter: QPainter, frame: QRect) -> None:
    painter.fillRect(frame, QColor(255, 255, 255))
    grey = QColor(232, 232, 232)
    for row, top in enumerate(range(frame.top(), frame.bottom() + 1, 6)):
        for left in range(frame.left() + (row % 2) * 6, frame.right() + 1, 12):
            painter.fillRect(QRect(left, top, 6, 6).intersected(frame), grey)


def paint_row_ground(
    painter: QPainter, rect: QRect, palette: QPalette, *, chosen: bool, current: bool
) -> None:
    """The ground of a row that is chosen; stronger for the one that tools paint on."""
    if not (chosen or current):
        return
    strong = palette.color(QPalette.ColorRole.Highlight)
    base = palette.color(QPalette.ColorRole.Base)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(strong, 1) if current else Qt.PenStyle.NoPen)
    painter.setBrush(mix(base, strong, 0.3 if current else 0.18))
    painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
    painter.restore()
