"""The works of the studio as a list for views: thumbnail, name, whether it is kept, what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.core.work import Work
from artmaster_desktop.ui.fields import image_of
from artmaster_desktop.ui.studio.wording import note_text
from artmaster_desktop.ui.widgets.tint import line, quiet

ID_ROLE = Qt.ItemDataRole.UserRole
IMAGE_ROLE = Qt.ItemDataRole.UserRole + 1
KEPT_ROLE = Qt.ItemDataRole.UserRole + 2
SIGN_ROLE = Qt.ItemDataRole.UserRole + 3
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class WorksModel(QAbstractListModel):
    """All works of ``studio`` in their order."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._works: tuple[Work, ...] = studio.oeuvre.works
        self._images: dict[str, QImage] = {}
        studio.opened.connect(self._reset)
        studio.changed.connect(self._change)
        studio.looked.connect(self._look)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._works)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._works):
            return None
        work = self._works[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return work.title or work.id
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(work)
            case _ if role == ID_ROLE:
                return work.id
            case _ if role == IMAGE_ROLE:
                return self._image(work.id)
            case _ if role == KEPT_ROLE:
                return work.kept
            case _ if role == SIGN_ROLE:
                return "error" if self._studio.look(work.id).error else "warning" if work.notes else ""
        return None

    def row_of(self, work_id: str) -> int:
        """-1 where there is none."""
        return next((row for row, work in enumerate(self._works) if work.id == work_id), -1)

    def _tip(self, work: Work) -> str:
        size = f"{work.width} × {work.height}"
        return "\n".join([f"{work.title or work.id} · {size}", *(note_text(note) for note in work.notes)])

    def _image(self, work_id: str) -> QImage:
        if work_id not in self._images:
            thumbnail = self._studio.look(work_id).thumbnail
            if thumbnail is None:
                return QImage()
            self._images[work_id] = image_of(thumbnail)
        return self._images[work_id]

    def _reset(self) -> None:
        self.beginResetModel()
        self._works, self._images = self._studio.oeuvre.works, {}
        self.endResetModel()

    def _change(self, work_id: str) -> None:
        now = self._studio.oeuvre.works
        if len(now) != len(self._works):
            self.beginInsertRows(_ROOT, len(self._works), len(now) - 1)
            self._works = now
            self.endInsertRows()
        self._works = now
        row = self.row_of(work_id)
        first, last = (row, row) if row >= 0 else (0, len(now) - 1)
        if now:
            self.dataChanged.emit(self.index(first), self.index(last))

    def _look(self, work_id: str) -> None:
        self._images.pop(work_id, None)
        row = self.row_of(work_id)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))


class WorkDelegate(QStyledItemDelegate):
    """A work as a picture with its name below; ``side`` is the longer side of the picture."""

    def __init__(self, side: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._side = side

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(self._side + 16, self._side + option.fontMetrics.height() + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        palette, rect = option.palette, QRectF(option.rect).adjusted(3, 3, -3, -3)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        accent = palette.color(QPalette.ColorRole.Highlight)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            ground = QColor(accent)
            ground.setAlphaF(0.22 if chosen else 0.08)
            painter.setPen(QPen(accent, 1.6) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(rect, 6, 6)
        kept = bool(index.data(KEPT_ROLE))
        room = QRectF(rect.x() + 5, rect.y() + 5, rect.width() - 10, self._side)
        self._picture(painter, palette, room, index.data(IMAGE_ROLE), kept)
        self._signs(painter, room, str(index.data(SIGN_ROLE)), kept)
        text = QRectF(rect.x() + 5, room.bottom() + 2, rect.width() - 10, option.fontMetrics.height() + 4)
        painter.setPen(palette.color(QPalette.ColorRole.Text) if kept else quiet(palette))
        shown = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(text.width())
        )
        painter.drawText(text, int(Qt.AlignmentFlag.AlignCenter), shown)
        painter.restore()

    def _picture(self, painter: QPainter, palette: QPalette, room: QRectF, image: QImage, kept: bool) -> None:
        if image.isNull():
            painter.setPen(QPen(line(palette, 0.2), 1.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(8, 8, -8, -8), 4, 4)
            return
        scale = min(room.width() / image.width(), room.height() / image.height())
        size = image.width() * scale, image.height() * scale
        place = QRectF(room.center().x() - size[0] / 2, room.center().y() - size[1] / 2, *size)
        painter.setOpacity(1.0 if kept else 0.35)
        painter.drawImage(place, image)
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(line(palette, 0.25), 1.0))
        painter.drawRect(place)

    def _signs(self, painter: QPainter, room: QRectF, sign: str, kept: bool) -> None:
        shown = [name for name in (sign, "" if kept else "cancel") if name]
        for number, name in enumerate(shown):
            plate = QRectF(room.right() - 24 - 25 * number, room.top() + 3, 22, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(255, 255, 255, 225))
            painter.drawEllipse(plate)
            painter.setPen(QColor("#8a5600") if name == "warning" else QColor("#a02020"))
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
            mark = {"warning": "!", "error": "✕", "cancel": "–"}[name]
            painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), mark)
