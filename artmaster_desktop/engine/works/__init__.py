"""Works of an artist, measured: paper, ink, strokes, seals, and where to cut. No neural network, no torch."""
