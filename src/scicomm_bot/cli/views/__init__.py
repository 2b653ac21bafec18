"""From data to lines and JSON, one module to a subject."""
