"""Money in and out by machines: cash machines, and where an automatic load is paid from."""
