"""Executable cases: a story with instants and amounts, told in TOML, run on the real ledger."""
