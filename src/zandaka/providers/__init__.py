"""The network: gifts, mail, SMS, the bank. One folder each; a `port.py` says what is asked of a
provider, the files beside it are the ways to have it."""
