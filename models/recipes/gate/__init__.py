"""The recipe of the gate that chooses among the shipped painters: captions, teaching, measures."""
