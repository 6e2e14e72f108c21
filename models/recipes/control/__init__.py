"""How the models of structure are made, on procedural truth: the segmenter, the starter's control model."""
