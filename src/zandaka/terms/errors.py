"""What is wrong with a terms file, said so that its author can mend it."""


class TermsError(Exception):
    """The terms cannot be used. `file` is relative to the terms folder, `key` the path within it
    (`amount[0].source`, empty for the whole file), `rule` what the format asks."""

    def __init__(self, file: str, key: str, rule: str) -> None:
        super().__init__(f"{file}: {key}: {rule}" if key else f"{file}: {rule}")
        self.file = file
        self.key = key
        self.rule = rule
