"""What a print takes, in words."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from artmaster_desktop.core.print_plan import ADVISED_DPI, ADVISED_FACTOR, PrintCost, PrintPlan
from artmaster_desktop.core.upscaling import Method, UpscalerFile
from artmaster_desktop.ui.messages import duration_text, size_text, translate


def size_words(plan: PrintPlan) -> str:
    """How many pixels the sheet has, and how the picture comes to them."""
    sheet = plan.sheet
    said = translate("PrintWords", "The sheet has {width} × {height} pixels ({mega} megapixels).").format(
        width=sheet.width, height=sheet.height, mega=QLocale().toString(sheet.area / 1e6, "f", 1)
    )
    own = translate("PrintWords", "On it the picture has {dpi} dpi of its own").format(
        dpi=round(plan.own_dpi)
    )
    if plan.factor > 1:
        grown = translate("PrintWords", "it is made {factor} times larger").format(
            factor=QLocale().toString(plan.factor, "f", 2)
        )
    else:
        grown = translate("PrintWords", "enough, nothing has to be added")
    return translate("PrintWords", "{size} {own}: {grown}.").format(size=said, own=own, grown=grown)


def cost_words(cost: PrintCost, free: int, seconds: float | None) -> str:
    """Disk and time. ``seconds`` None while it is being measured."""
    said = translate("PrintWords", "At most {size} on the disk, where {free} are free.")
    disk = said.format(size=size_text(cost.raw), free=size_text(free))
    if seconds is None:
        return f"{disk} {translate('PrintWords', 'How long it takes is being measured…')}"
    took = translate("PrintWords", "It takes about {duration}.").format(duration=duration_text(seconds))
    return f"{disk} {took}"


def warnings(plan: PrintPlan, method: Method, cost: PrintCost, free: int) -> list[str]:
    """What the artist should know before."""
    said = []
    if cost.raw > free:
        said.append(translate("PrintWords", "The disk may be too full for it: choose another place."))
    if plan.factor > ADVISED_FACTOR and isinstance(method, UpscalerFile):
        said.append(
            translate(
                "PrintWords", "More than eight times larger: most of what is seen from near is invented."
            )
        )
    if plan.order.dpi < ADVISED_DPI:
        said.append(translate("PrintWords", "Under 150 dpi pixels begin to show at arm's length."))
    return said
