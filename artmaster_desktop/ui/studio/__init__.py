"""The studio: from a folder of works to a painter."""
