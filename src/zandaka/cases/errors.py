"""A case that cannot be read."""


class CaseError(Exception):
    """Where in a case file, and which rule of the format it breaks (docs/reference/cases.md)."""

    def __init__(self, where: str, rule: str) -> None:
        super().__init__(f"{where}: {rule}")
        self.where = where
        self.rule = rule
