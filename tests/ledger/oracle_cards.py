"""An oracle of cards: all that may happen to one, told again as simply as can be, on lists and
dictionaries, a file of tests/ledger/cards/ for each subject. Only for the terms of
tests/ledger/terms_cards."""

from tests.ledger.cards.extending import Extending
from tests.ledger.cards.media import Media
from tests.ledger.cards.sending import Sending
from tests.ledger.cards.spending import Spending


class CardOracle(Extending, Media, Sending, Spending):
    """What the books should be."""
