"""What could not be kept of a file, in words."""

from __future__ import annotations

from typing import assert_never

from artmaster_desktop.storage.loaded import (
    DataGone,
    DataRestored,
    GuideGone,
    Loss,
    PartIgnored,
    RegionGone,
    RegionTextGone,
    StartGone,
)
from artmaster_desktop.ui.messages import translate


def loss_text(loss: Loss) -> str:
    """One sentence for ``loss``."""
    match loss:
        case RegionGone(_, name):
            text = translate("Losses", "The region {name} is gone: its mask was deleted in another program.")
            return text.format(name=name)
        case RegionTextGone(_, name):
            text = translate("Losses", "The region {name} lost its text and painters; its mask is there.")
            return text.format(name=name)
        case StartGone(_):
            return translate(
                "Losses", "The layer that painting started from is gone: it starts from nothing."
            )
        case GuideGone(_):
            return translate("Losses", "The layer of a guide is gone, and the guide with it.")
        case DataRestored():
            return translate("Losses", "Another program dropped our data; all of it was found again.")
        case DataGone():
            return translate(
                "Losses", "Another program dropped our data: prompts, painters and settings are gone."
            )
        case PartIgnored(part):
            return translate("Losses", "{part} cannot be shown here and would be lost by saving.").format(
                part=part
            )
        case _:
            assert_never(loss)
