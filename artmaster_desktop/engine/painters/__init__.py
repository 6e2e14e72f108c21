"""Painters: adapter files in, gated layers out."""
