"""Pure functions: what the terms mean. Time is an argument; nothing here reads or writes."""
