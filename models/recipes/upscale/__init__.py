"""The starter upscalers: Compact networks taught on procedural works, in Real-ESRGAN's own layout."""
