"""The gate that reads a prompt and a composition and proposes painters for each part of the work."""
