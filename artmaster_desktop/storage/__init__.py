"""What lies on the disk: project files, pictures, painters. Nothing here knows Qt or torch."""
