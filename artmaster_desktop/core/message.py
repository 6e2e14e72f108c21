"""What is told about an error: three sentences, and the way to the artist's language.

The words are English source texts that go through a ``translate`` function with the signature of
``QCoreApplication.translate``, so that a translation can be complete while this room knows no Qt. Values are
put in after translation, by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Translate(Protocol):
    """Gives the text in the language of the artist; a text that it does not know comes back as it is."""

    def __call__(self, context: str, text: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Message:
    """Three sentences: ``what`` happened, what is ``safe``, what to ``do``. The last two may be empty."""

    what: str
    safe: str
    do: str

    def __str__(self) -> str:
        return "\n".join(line for line in (self.what, self.safe, self.do) if line)


def in_english(context: str, text: str, /) -> str:
    """The translation into the language that the texts are written in."""
    return text


def unknown(error: Exception, translate: Translate) -> Message:
    """The words for an error that has none of its own."""
    what = translate("Wording", "Something went wrong: {error}.").format(error=error)
    return Message(what, translate("Wording", "Your files were not changed."), "")
