"""The choices after a failed painting, in words."""

from __future__ import annotations

from typing import assert_never

from artmaster_desktop.app.alternatives import (
    Choice,
    FewerPainters,
    FewerSteps,
    GentlerPainters,
    OnTheCpu,
    PaintSmaller,
    TryAgain,
)
from artmaster_desktop.ui.dialogs.offer import Offer
from artmaster_desktop.ui.messages import painter_name, translate


def offer_of_choice(choice: Choice) -> Offer:
    """The button for ``choice``: what is done, and what it costs."""
    match choice:
        case TryAgain():
            return Offer(
                choice,
                "retry",
                translate("Offers", "Try again as it is"),
                translate("Offers", "After other programs have been closed"),
            )
        case PaintSmaller(_, asked, painted):
            text = translate("Offers", "Paint smaller, at {painted}")
            detail = translate("Offers", "Instead of {asked}, enlarged to the canvas: less detail")
            return Offer(
                choice, "zoom-out", text.format(painted=_sides(painted)), detail.format(asked=_sides(asked))
            )
        case FewerSteps(_, asked, steps):
            text = translate("Offers", "Paint with {steps} steps").format(steps=steps)
            if steps == 1:
                text = translate("Offers", "Paint in one step")
            detail = translate("Offers", "Instead of {asked}: sooner done, rougher").format(asked=asked)
            return Offer(choice, "strength", text, detail)
        case FewerPainters(_, kept, resting):
            text = translate("Offers", "Paint with fewer painters: {kept}").format(
                kept=", ".join(map(painter_name, kept))
            )
            detail = translate("Offers", "Without {resting}").format(
                resting=", ".join(map(painter_name, resting))
            )
            return Offer(choice, "painters", text, detail)
        case GentlerPainters(_, factor):
            text = translate("Offers", "Paint with gentler painters")
            detail = translate("Offers", "Every painter at {percent} % of its weight")
            return Offer(choice, "feather", text, detail.format(percent=round(factor * 100)))
        case OnTheCpu():
            return Offer(
                choice,
                "device",
                translate("Offers", "Paint on the processor (CPU)"),
                translate("Offers", "Much slower, with the machine's own memory"),
            )
        case _:
            assert_never(choice)


def _sides(extent: object) -> str:
    return str(extent).replace("x", " × ")
