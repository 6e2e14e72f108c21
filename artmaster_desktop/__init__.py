"""ArtMaster Desktop: several painters on one canvas, on your own machine."""

__version__ = "0.1.0"
