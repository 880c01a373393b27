"""Taking in what another ledger knows (decision 13): CSV files, checked as a whole, then posted.

`columns` says what the files hold, `staging` reads them into temporary tables, `checks` holds
them against each other and against the books, `posting` submits the commands, `run` is all of it
in order."""
