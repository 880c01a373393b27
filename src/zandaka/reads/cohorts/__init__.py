"""Who was hurt: cohorts, found in the ledger as of a moment."""
