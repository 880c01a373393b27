"""Claims: who has no app applies, who was debited wrongly calls, and a person decides.

`desk.py` keeps claims and their history, `look.py` puts what is said beside what the books and the
shop say, `awards.py` has what a decision gives."""
