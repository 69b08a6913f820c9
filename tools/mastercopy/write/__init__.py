"""Formats. Each module writes one, from values, and touches no disk."""
