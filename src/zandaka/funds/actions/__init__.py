"""What a person may do about money that moves on: one verb, one file."""
