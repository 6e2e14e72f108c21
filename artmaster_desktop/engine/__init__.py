"""The only room with torch: it takes a job and paints it."""
