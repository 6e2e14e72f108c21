"""What happens between the window and the rest: the open document, its jobs, its files. QtCore only."""
