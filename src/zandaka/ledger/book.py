"""The book: the only writer of value.

A batch is one transaction: lock the book's head, load what the commands touch, decide them one
after the other (each sees what those before it did; a refused one leaves nothing), write, commit.
One command or a thousand take the same way."""

from collections.abc import Sequence
from typing import Any

import msgspec
import psycopg

from zandaka import ids
from zandaka.clock import Clock
from zandaka.errors import KeyReused, Refusal
from zandaka.instants import jst_date
from zandaka.ledger import written
from zandaka.ledger.command import Answer, Result, Submission
from zandaka.ledger.loading import load
from zandaka.ledger.memory import WALLETS, Memory
from zandaka.ledger.model import Moment, Series, State, Touch
from zandaka.ledger.posting import Finished, Head, Posting
from zandaka.terms.model import Terms

Connection = psycopg.Connection[tuple[Any, ...]]

# Every query of a book is by key. With statistics that are hours or a bulk issue behind, the
# planner would now and then rather scan a table; here an index is never the wrong choice, and
# the one join - new balances to their accounts - is two short lists, best hashed.
_BY_KEY = """
SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off;
SET enable_nestloop = off; SET enable_mergejoin = off; SET jit = off
"""

_encode = msgspec.json.Encoder(enc_hook=ids.to_json).encode


class Book:
    """Writes one book over one connection. Not shared between threads."""

    def __init__(
        self,
        connection: Connection,
        number: int,
        terms: Terms,
        terms_id: int,
        series: Sequence[Series],
        clock: Clock,
        remembers: int = WALLETS // 4,
    ) -> None:
        self.number = number
        self._connection = connection
        self.by_key(connection)
        self._terms = terms
        self._terms_id = terms_id
        self._series_by_id = {one.id: one for one in series}
        self._series_by_name = {(s.product, s.campaign, s.prefecture): s for s in series}
        self._clock = clock
        self._memory = Memory(remembers)

    @staticmethod
    def by_key(connection: Connection) -> None:
        """Sets a session to what a book's queries are like."""
        connection.execute(_BY_KEY, prepare=False)
        connection.commit()
        connection.prepare_threshold = 0

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def write(self, submissions: Sequence[Submission]) -> list[Result]:
        """Decides and commits `submissions` in order; one result each, in the same order.

        Raises psycopg.Error when the database fails: then nothing was written, or - if it failed
        during the commit, or where a rule broke among others - the outcome is learnt by writing the
        same submissions again."""
        try:
            return self._decide(submissions)
        except BaseException:
            self._memory.forget()
            if not self._connection.closed:
                self._connection.rollback()
            raise

    def _decide(self, submissions: Sequence[Submission]) -> list[Result]:
        touch = Touch()
        for one in submissions:
            one.command.touch(touch)
        keys = "{" + ",".join([one.key.hex() for one in submissions]) + "}"
        row, seen_rows, state = load(
            self._connection, self.number, keys, touch, self._series_by_id, self._memory
        )
        head = Head(*row)
        seen = {
            key: (
                fingerprint,
                Answer(identifier, code, written.answer(outcome.encode()), recorded_at, True),
            )
            for key, fingerprint, identifier, code, outcome, recorded_at in seen_rows
        }
        at = max(self._clock.now(), head.recorded_at)
        moment = Moment(at, jst_date(at), self._terms, self._series_by_name)
        posting = Posting(self.number, head, self._terms_id, at)
        results = [self._answer(one, seen, state, moment, posting) for one in submissions]
        if any(isinstance(one, Exception) and not isinstance(one, KeyReused) for one in results):
            # A rule that broke may have left something half changed: nobody else may act on it.
            self._memory.forget()
            if len(submissions) > 1:
                self._connection.rollback()
                return [self._decide([one])[0] for one in submissions]
        if posting.operations:
            posting.write_new(self._connection)
            self._commit(posting.finish())
            posting.remember(self._memory, touch, state)
        else:  # every key was known: nothing to write, only the lock to let go
            self._connection.rollback()
        return results

    def _commit(self, finished: Finished) -> None:
        finished.commit(self._connection)

    def _answer(
        self,
        one: Submission,
        seen: dict[bytes, tuple[bytes, Answer]],
        state: State,
        moment: Moment,
        posting: Posting,
    ) -> Result:
        before = seen.get(one.key)
        if before is not None:
            fingerprint, answer = before
            if fingerprint != one.fingerprint:
                return KeyReused()
            return msgspec.structs.replace(answer, replayed=True)
        try:
            decision = one.command.decide(state, moment)
        except Refusal as refusal:
            code = refusal.code
            outcome = _encode(refusal_facts(refusal))
            operation = posting.refuse(one, code, outcome, state)
        except Exception as bug:  # one command's bug must not take the batch with it
            return bug
        else:
            code = ""
            operation, outcome = posting.post(one, decision, state)
        answer = Answer(operation, code, outcome, moment.at, False)
        seen[one.key] = one.fingerprint, answer
        return answer


def refusal_facts(refusal: Refusal) -> dict[str, object]:
    """What is stored of a refusal, beside its code: the facts and the source of the rule."""
    facts = dict(refusal.params)
    if refusal.source:
        facts["source"] = refusal.source
    return facts
