"""Ends that somebody sets: value that stays good longer, also after it has ended."""

from datetime import datetime

from tests.ledger.cards.books import Books, Done
from tests.ledger.oracle import No

from zandaka.operations.extend import Extend


class Extending(Books):
    def extend(self, command: Extend, book: int, now: datetime) -> Done:
        card, until = self.card(command.wallet), command.expires_at
        if command.lot is not None:
            chosen = [lot for lot in card.lots if lot.id == command.lot]
            if not chosen:
                raise No("unknown_lot")
        else:
            chosen = [lot for lot in card.lots if lot.yen]
            if command.coupons:
                chosen = [lot for lot in chosen if lot.origin.id in command.coupons]
        later = [lot for lot in chosen if lot.ends is not None and lot.ends < until]
        reasons: list[str] = []
        if not chosen:
            reasons.append("nothing_left")
        if until <= now or (chosen and not later):
            reasons.append("not_later")
        if reasons:
            raise No(*reasons)
        for lot in later:
            lot.ends = until
        # What is loaded later ends with the card, and that with what is on it now.
        if not command.lot and not command.coupons and card.ends and card.ends < until:
            card.ends = card.unused_ends = until
        return Done(command)
