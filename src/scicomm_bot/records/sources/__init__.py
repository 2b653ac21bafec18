"""Readers of records: one module to a format."""
