"""Frozen data that every room may use, one module to an owner. Import from the module that owns the name."""
