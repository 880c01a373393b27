"""Where the books are not what was written."""


class Break(Exception):
    """The first thing that does not fit: in which book (None: in several), in which batch (None:
    in the state that follows from the journal), in which row, and what differs there."""

    def __init__(self, book: int | None, batch: int | None, row: str, differs: str) -> None:
        place = "all books" if book is None else f"book {book}"
        if batch is not None:
            place += f", batch {batch}"
        super().__init__(f"{place}, {row}: {differs}")
        self.book = book
        self.batch = batch
        self.row = row
        self.differs = differs
