"""What a file from elsewhere may cost us. Checked from headers, before anything is unpacked."""

from __future__ import annotations

MAX_MEMBERS = 2_000
MAX_DIRECTORY_BYTES = 2 * 2**20
MAX_MEMBER_BYTES = 512 * 2**20
MAX_UNPACKED_BYTES = 16 * 2**30
MAX_RATIO = 200
RATIO_FREE_BYTES = 8 * 2**20
"""A member that unpacks to more than RATIO_FREE_BYTES may not shrink by more than MAX_RATIO."""

MAX_XML_BYTES = 4 * 2**20
MAX_LAYERS = 500
MAX_DEPTH = 64
MAX_TEXT = 4_096
"""Characters of one XML attribute."""

MAX_OFFSET = 65_536
"""How far a layer may lie off the canvas, in pixels."""

MAX_LAYER_PIXELS = 80_000_000
"""Just above a canvas of 8192 x 8192, just below where Pillow suspects a bomb."""

MAX_TOTAL_PIXELS = 4_000_000_000
"""Of all layers' frames: 59 layers that fill, or reach across, a canvas of 8192 x 8192. What is empty in a
frame takes no memory.
"""
MAX_DATA_BYTES = 8 * 2**20
MAX_UNKNOWN_BYTES = 64 * 2**20
"""Parts that other programs added and that we carry along."""

MAX_JOB_BYTES = 64 * 2**20
MAX_PICTURE_BYTES = 512 * 2**20
