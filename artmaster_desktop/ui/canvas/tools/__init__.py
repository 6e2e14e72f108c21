"""The tools of the canvas, one file a family."""
