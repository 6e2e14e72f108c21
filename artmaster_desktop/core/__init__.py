"""The vocabulary: what a painting is, said without Qt, torch, disk or clock."""
