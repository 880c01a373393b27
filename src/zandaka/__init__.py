"""Zandaka (残高): a stored-value platform for issuers in Japan."""

__version__ = "0.1.0"
