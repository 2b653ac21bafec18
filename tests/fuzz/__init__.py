"""Mutated files and settings, given to the real commands: `make fuzz`."""
