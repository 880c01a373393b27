"""Bank transfers: 全銀 characters, banks and branches, the transfer file, and what comes back."""
