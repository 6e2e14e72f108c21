"""What a repaint is called before it is made, and why one cannot be, in words."""

from __future__ import annotations

from artmaster_desktop.core import repaint_errors as r
from artmaster_desktop.core.message import Message, Translate, in_english, unknown
from artmaster_desktop.core.repaint_name import Deed


def repaint_words(error: r.RepaintError, translate: Translate) -> Message:
    """The words for a part that cannot be painted anew."""
    safe = translate("Wording", "Your picture is as it was.")
    match error:
        case r.MaskEmpty(canvas):
            what = translate("Wording", "Nothing of the picture ({canvas}) is selected.")
            do = translate("Wording", "Select what is to be painted anew; in a mask it is white.")
            return Message(what.format(canvas=canvas), safe, do)
        case r.MaskTooSmall(pixels, needed):
            what = translate(
                "Wording", "{pixels} selected pixels are too few to paint on; about {needed} are needed."
            )
            if pixels == 1:
                what = translate(
                    "Wording", "One selected pixel is too little to paint on; about {needed} are needed."
                )
            do = translate("Wording", "Select more, or correct so small a spot with a brush.")
            return Message(what.format(pixels=pixels, needed=needed), safe, do)
        case r.MaskFaint(model):
            what = translate(
                "Wording", "{model} fills what is selected at least half, and nothing is selected so much."
            )
            do = translate("Wording", "Select it more strongly; in a mask, paint it lighter than mid-grey.")
            return Message(what.format(model=model), safe, do)
        case r.MaskSizeDiffers(mask, picture):
            what = translate("Wording", "The mask is {mask} pixels large, the picture {picture}.")
            do = translate("Wording", "Make the mask as large as the picture, so that each place is meant.")
            return Message(what.format(mask=mask, picture=picture), safe, do)
    return unknown(error, translate)


def word_deed(deed: Deed, translate: Translate = in_english) -> str:
    """The name of the button."""
    return {
        Deed.REPAINT: translate("Wording", "Repaint the selection"),
        Deed.REFINE: translate("Wording", "Refine the selection"),
        Deed.FILL: translate("Wording", "Fill the selection"),
        Deed.REMOVE: translate("Wording", "Remove what is selected"),
        Deed.EXTEND: translate("Wording", "Extend the picture"),
        Deed.EXTEND_LEFT: translate("Wording", "Extend to the left"),
        Deed.EXTEND_RIGHT: translate("Wording", "Extend to the right"),
        Deed.EXTEND_UP: translate("Wording", "Extend upwards"),
        Deed.EXTEND_DOWN: translate("Wording", "Extend downwards"),
    }[deed]
