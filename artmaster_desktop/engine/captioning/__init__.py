"""Captions from a model of the artist's."""
