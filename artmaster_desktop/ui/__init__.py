"""The window: widgets, canvas, panels and dialogs. Everything else is below; torch is never here."""
