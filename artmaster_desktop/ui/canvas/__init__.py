"""The canvas: the widget that shows the document and turns pointers into edits."""
