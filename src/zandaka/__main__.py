"""`python -m zandaka` is the program."""

from zandaka.cli.main import main

main()
