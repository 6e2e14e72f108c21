"""How long a text is for the model, in the tokens that it reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from artmaster_desktop.core.ports import ModelCaps
from artmaster_desktop.ui.widgets.background import Background

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TOKENISER = Path("tokenizer_2") / "tokenizer.json"
"""Where a FLUX.1 folder keeps the rules of its long text encoder (T5)."""


class TokenCounter(QObject):
    """Counts beside the window with the model's own rules; a model without such a file counts nothing.

    ``counted`` tells (text, tokens, most that are read).
    """

    counted = Signal(str, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self, threads=1)
        self._caps: ModelCaps | None = None
        self._rules: tuple[Path, Tokenizer | None] | None = None
        self._next = ""
        self._busy = False

    def use(self, caps: ModelCaps | None) -> None:
        """Count for this model from now on."""
        self._caps = caps

    def ask(self, text: str) -> None:
        """Count ``text``; of several asked for while one is counted, the last."""
        self._next = text
        if not self._busy and self._caps is not None:
            self._busy = True
            caps = self._caps
            self._background.run(lambda: self._count(caps, text), self._tell, self._fail)

    def _tell(self, result: tuple[str, int, int]) -> None:
        self._busy = False
        text, tokens, most = result
        if tokens:
            self.counted.emit(text, tokens, most)
        if self._next != text:
            self.ask(self._next)

    def _fail(self, _: Exception) -> None:
        self._busy = False

    def _count(self, caps: ModelCaps, text: str) -> tuple[str, int, int]:
        file = caps.path / TOKENISER
        if self._rules is None or self._rules[0] != file:
            self._rules = (file, _load(file))
        rules = self._rules[1]
        return text, len(rules.encode(text).ids) if rules is not None else 0, caps.max_text


def _load(file: Path) -> Tokenizer | None:
    from tokenizers import Tokenizer

    try:
        raw = file.read_bytes()
    except OSError:
        return None
    try:
        rules = Tokenizer.from_buffer(raw)
    except ValueError:
        return None
    rules.no_truncation()
    rules.no_padding()
    return rules
