"""A paper's record as sources have it: read, cleaned, brought together, and written as a paper file."""
