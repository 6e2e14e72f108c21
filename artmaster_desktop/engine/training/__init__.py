"""Teaching painters: from works to a low-rank adapter, on any FLUX.1 folder."""
