"""Finds who receives what is owed, and gives each a link once."""

from collections.abc import Callable

from zandaka.redress.action import Connection
from zandaka.redress.gifts import addressing
from zandaka.redress.service import Redress
from zandaka.terms.incident_model import IncidentTerms


class GiftLinks:
    """One batch of each incident a round."""

    name = "gift_links"

    def round(self, redress: Redress) -> bool:
        """Whether anything was owed to somebody who had no link."""
        now = redress.clock.now()
        steps: tuple[Callable[[Connection, IncidentTerms], int], ...] = (
            addressing.address,
            lambda connection, terms: addressing.link(connection, redress.secrets, terms, now),
        )
        done = 0
        with redress.connect() as connection:
            for terms in redress.terms.incidents.values():
                for step in steps:
                    with connection.transaction():
                        done += step(connection, terms)
        return done > 0
