"""Repayment by bank transfer (R28): applications, the account, transfer files, results."""
