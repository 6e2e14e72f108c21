"""Tests of the product; `tests/house` checks the house itself."""
