"""Windows of the mixing of painters: works by other hands, and pictures of who paints where."""
