"""Panels: what docks beside the canvas, one file each."""
