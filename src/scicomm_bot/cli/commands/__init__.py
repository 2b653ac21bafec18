"""One module to a command."""
