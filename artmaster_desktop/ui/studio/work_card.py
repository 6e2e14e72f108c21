"""The card of a work: what is known of it, what was measured, and what is wrong with its scan."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from artmaster_desktop.app.studio import Studio
from artmaster_desktop.core.measures import WorkMeasures
from artmaster_desktop.core.style_tags import normalised
from artmaster_desktop.core.work import Work
from artmaster_desktop.ui.fields import Rule, WordLabel
from artmaster_desktop.ui.messages import explain
from artmaster_desktop.ui.panels.prompt_words import tag_language
from artmaster_desktop.ui.studio.caption_edit import CaptionEdit
from artmaster_desktop.ui.studio.wording import note_text
from artmaster_desktop.ui.widgets.elided_label import ElidedLabel
from artmaster_desktop.ui.widgets.tint import amber, line

WIDTH = 320


class PaletteStrip(QWidget):
    """The colours of a work, side by side; their names are the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours: tuple[str, ...] = ()
        self.setFixedHeight(26)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_colours(self, colours: Sequence[str]) -> None:
        self._colours = tuple(colours)
        self.setToolTip("  ".join(self._colours))
        self.setAccessibleName(self.tr("Palette: {colours}").format(colours=", ".join(self._colours)))
        self.update()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._colours:
            width = (self.width() - 4.0 * (len(self._colours) - 1)) / len(self._colours)
            painter.setPen(line(self.palette(), 0.25))
            for number, colour in enumerate(self._colours):
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(QRectF(number * (width + 4) + 0.5, 0.5, width - 1, 25), 4, 4)
        painter.end()


class Bar(QWidget):
    """A share in [0, 1] as a quiet bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedHeight(8)
        self.setMinimumWidth(60)

    def show_share(self, share: float) -> None:
        self._share = min(max(share, 0.0), 1.0)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(100, 8)

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line(self.palette(), 0.16))
        whole = QRectF(self.rect())
        painter.drawRoundedRect(whole, 4, 4)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        painter.drawRoundedRect(QRectF(0, 0, max(8.0, whole.width() * self._share), whole.height()), 4, 4)
        painter.end()


class WorkCard(QScrollArea):
    """One work of ``studio`` to read and to fill in; several at once only to keep or reject."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._ids: tuple[str, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("About the work"))
        self.setAccessibleDescription(self.tr("What is known of the chosen work; what is typed here is kept"))
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 4, 10, 8)
        column.setSpacing(8)
        self.headline = ElidedLabel("", page)
        font = self.headline.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self.headline.setFont(font)
        self.size_label = WordLabel("", page, secondary=True)
        self.trouble = WordLabel("", page)
        self.kept = QCheckBox(self.tr("Keep this work"), page)
        self.kept.setToolTip(
            self.tr("A work that is not kept stays in the folder and teaches nobody (Space)")
        )
        self.kept.clicked.connect(lambda on: studio.set_fields(self._ids, kept=on))
        for widget in (self.headline, self.size_label, self.trouble, self.kept):
            column.addWidget(widget)
        column.addLayout(self._form(page))
        column.addWidget(Rule(page))
        column.addLayout(self._numbers(page))
        column.addStretch(1)
        self.setWidget(page)
        studio.changed.connect(self._again)
        studio.looked.connect(self._again)
        self.show_works(())

    def _form(self, page: QWidget) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.fields: dict[str, QLineEdit] = {}
        for key, name, tip in (
            ("title", self.tr("Title"), self.tr("What the work is called")),
            ("period", self.tr("Period"), self.tr("When it was painted: 1644–1661, late…")),
            ("subject", self.tr("Subject"), self.tr("What is to be seen: a lake, pine trees")),
            ("rights", self.tr("Rights"), self.tr("The owner or the licence: goes onto the painter's card")),
            ("source", self.tr("Source"), self.tr("Where the scan came from")),
        ):  # fmt: skip
            field = QLineEdit(page)
            field.setToolTip(tip)
            field.setPlaceholderText(tip)
            field.setAccessibleName(name)
            field.editingFinished.connect(lambda key=key, field=field: self._write(key, field))
            form.addRow(name, field)
            self.fields[key] = field
        self.tags = CaptionEdit(self._studio.vocabulary(), page)
        tip = self.tr("Words of the vocabulary, with commas between; they go onto the painter's card")
        self.tags.setToolTip(tip)
        self.tags.setPlaceholderText(self.tr("Ink wash, dry brush"))
        self.tags.setAccessibleName(self.tr("Style tags"))
        self.tags.editingFinished.connect(self._write_tags)
        form.addRow(self.tr("Style tags"), self.tags)
        return form

    def _numbers(self, page: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self.palette_strip = PaletteStrip(page)
        column.addWidget(self.palette_strip)
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        self.bars: dict[str, tuple[Bar, QLabel]] = {}
        for row, (key, name, tip) in enumerate((
            ("blank", self.tr("Blank paper"), self.tr("The share of bare paper (留白)")),
            ("ink", self.tr("Ink density"), self.tr("The mean density of the ink above the paper's")),
            ("cover", self.tr("Under strokes"), self.tr("The share of the work that strokes cover")),
            ("width", self.tr("Stroke width"), self.tr("The mean width, in per mille of the shorter side")),
            ("rhythm", self.tr("Rhythm"), self.tr("How much the width varies: pressed and lifted")),
            ("dryness", self.tr("Dry brush"), self.tr("Ink that is broken by paper (飞白)")),
        )):  # fmt: skip
            said, bar, value = QLabel(name, page), Bar(page), QLabel("", page)
            bar.setAccessibleName(name)
            for widget in (said, bar, value):
                widget.setToolTip(tip)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setMinimumWidth(value.fontMetrics().horizontalAdvance("00.00 ‰"))
            grid.addWidget(said, row, 0)
            grid.addWidget(bar, row, 1)
            grid.addWidget(value, row, 2)
            self.bars[key] = (bar, value)
        column.addLayout(grid)
        self.waiting = WordLabel(self.tr("Being measured…"), page, secondary=True)
        column.addWidget(self.waiting)
        return column

    # --------------------------------------------------------------------------------------------- showing

    def show_works(self, ids: Sequence[str]) -> None:
        """The card of the first; with several, keeping is for all of them."""
        self._ids = tuple(ids)
        work = self._studio.oeuvre.find(ids[0]) if ids else None
        self.setEnabled(work is not None)
        one = len(ids) == 1
        for key, field in self.fields.items():
            field.setEnabled(one)
            text = str(getattr(work, key)) if work is not None and one else ""
            if field.text() != text and not (field.hasFocus() and field.isModified()):
                field.setText(text)
        self._show_tags(work if one else None)
        if work is None:
            self.headline.setText(self.tr("No work selected"))
            self._show_measures(None, None)
            self.size_label.setText("")
            self.trouble.hide()
            return
        self.headline.setText(
            work.title or work.id if one else self.tr("{count} works").format(count=len(ids))
        )
        self.size_label.setText(f"{work.file} · {work.width} × {work.height}" if one else "")
        self.kept.setChecked(work.kept)
        self._show_trouble(work if one else None)
        look = self._studio.look(work.id)
        self._show_measures(look.measures if one else None, look.error)

    def _again(self, work_id: str) -> None:
        if not work_id or work_id in self._ids:
            self.show_works(self._ids)

    def _show_tags(self, work: Work | None) -> None:
        self.tags.setEnabled(work is not None)
        said = "" if work is None else self._said(work.tags)
        if self.tags.text() != said and not (self.tags.hasFocus() and self.tags.isModified()):
            self.tags.setText(said)

    def _said(self, tags: Sequence[str]) -> str:
        """Ids of terms as the artist's words; what is no term stays as it was written."""
        language, words = tag_language(QLocale().name()), self._studio.vocabulary()
        terms = {term.id: term.word(language) for term in words.terms()}
        return ("、" if language == "zh" else ", ").join(terms.get(tag, tag) for tag in tags)

    def _show_trouble(self, work: Work | None) -> None:
        lines = [] if work is None else [note_text(note) for note in work.notes]
        if work is not None and work.enlarged.times > 1:
            said = self.tr("Enlarged {times} times before it is cut: its finest detail is invented.")
            lines.append(said.format(times=work.enlarged.times))
        error = None if work is None else self._studio.look(work.id).error
        if error is not None:
            told = explain(error)
            lines = [told.what, told.do, *lines]
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, amber(palette))
        self.trouble.setPalette(palette)
        self.trouble.setText("\n".join(text for text in lines if text))
        self.trouble.setVisible(bool(lines))

    def _show_measures(self, measures: WorkMeasures | None, error: object) -> None:
        self.waiting.setVisible(measures is None and error is None and len(self._ids) == 1)
        self.palette_strip.show_colours(measures.palette if measures else ())
        shown: dict[str, tuple[float, str]] = {}
        if measures is not None:
            strokes = measures.strokes
            shown = {
                "blank": (measures.blank, f"{measures.blank:.0%}"),
                "ink": (measures.ink, f"{measures.ink:.2f}"),
                "cover": (strokes.cover, f"{strokes.cover:.0%}"),
                "width": (strokes.width / 40.0, f"{strokes.width:.1f} ‰"),
                "rhythm": (strokes.rhythm, f"{strokes.rhythm:.2f}"),
                "dryness": (strokes.dryness, f"{strokes.dryness:.0%}"),
            }
        for key, (bar, value) in self.bars.items():
            share, text = shown.get(key, (0.0, ""))
            bar.show_share(share)
            bar.setVisible(key in shown)
            value.setText(text)

    def _write_tags(self) -> None:
        self.tags.setModified(False)
        if len(self._ids) == 1:
            found = normalised([self.tags.text()], self._studio.vocabulary())
            self._studio.set_fields(self._ids, tags=(*found.ids, *(one.text for one in found.unknown)))
            self._again("")

    def _write(self, key: str, field: QLineEdit) -> None:
        field.setModified(False)
        if len(self._ids) == 1:
            self._studio.set_fields(self._ids, **{key: field.text().strip()})
