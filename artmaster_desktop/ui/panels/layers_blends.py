"""The names of blend modes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def blend_names() -> dict[str, str]:
    """The OpenRaster operators that a layer can be given, in the order of the list, with their names."""
    say = QCoreApplication.translate
    return {
        "svg:src-over": say("Blend", "Normal"),
        "svg:multiply": say("Blend", "Multiply"),
        "svg:darken": say("Blend", "Darken"),
        "svg:color-burn": say("Blend", "Burn"),
        "svg:screen": say("Blend", "Screen"),
        "svg:lighten": say("Blend", "Lighten"),
        "svg:color-dodge": say("Blend", "Dodge"),
        "svg:plus": say("Blend", "Add"),
        "svg:overlay": say("Blend", "Overlay"),
        "svg:soft-light": say("Blend", "Soft light"),
        "svg:hard-light": say("Blend", "Hard light"),
        "svg:difference": say("Blend", "Difference"),
        "svg:hue": say("Blend", "Hue"),
        "svg:saturation": say("Blend", "Saturation"),
        "svg:color": say("Blend", "Colour"),
        "svg:luminosity": say("Blend", "Luminosity"),
        "svg:src-atop": say("Blend", "Inside what is below"),
        "svg:dst-in": say("Blend", "Keep below only here"),
        "svg:dst-out": say("Blend", "Cut out of below"),
    }
