"""Terms are data: TOML files in, frozen structs out, the value in force on a date."""
