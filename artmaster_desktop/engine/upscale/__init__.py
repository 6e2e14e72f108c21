"""Larger pictures: anybody's upscalers, tile by tile, that keep colour and stroke."""
