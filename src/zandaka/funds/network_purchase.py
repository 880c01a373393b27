"""What a card network's message does to its purchase, in the light of those before it."""

from collections.abc import Callable, Iterable
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final

import msgspec

from zandaka import ids
from zandaka.ledger.command import Answer, Command
from zandaka.money import MAX_YEN
from zandaka.operations.authorise import Authorise
from zandaka.operations.capture import Capture
from zandaka.operations.force_post import ForcePost
from zandaka.operations.increase import Increase
from zandaka.operations.refund import Refund
from zandaka.operations.void import Void
from zandaka.providers.network.port import Message, NetworkReply
from zandaka.rules.overseas import Foreign
from zandaka.rules.reversals import Sums

#: Our refusals in ISO 8583's field 39; what is not here is "05", do not honour.
_RESPONSES: Final = {
    "unknown_wallet": "14",
    "wallet_closed": "14",
    "wallet_stopped": "41",
    "insufficient_value": "51",
    "value_expired": "54",
    "not_accepted_here": "57",
    "product_not_open": "57",
    "tier_too_low": "57",
    "not_offered": "57",
    "limit_exceeded": "61",
    "unknown_operation": "25",
    "wrong_operation": "25",
    "hold_ended": "25",
    "merchant_closed": "03",
    "unknown_merchant": "03",
}
#: Its "duplicate transmission": another price under the reference of an authorisation.
_ANOTHER_PRICE: Final = "94"
#: The most decimals that an amount has.
_DECIMALS: Final = Decimal("0.0001")


class Told(msgspec.Struct, frozen=True):
    """A message of the purchase that was answered before."""

    message: Message
    foreign: Foreign | None
    reply: NetworkReply


class Purchase:
    """One message in the light of those of the same purchase before it."""

    def __init__(
        self,
        network: str,
        ask: Callable[[str, Command], Answer],
        message: Message,
        foreign: Foreign | None,
        told: list[Told],
    ) -> None:
        self._name = network
        self._ask = ask
        self._message = message
        self._foreign = foreign
        self._wallet = told[0].message.wallet if told else message.wallet
        # Another card's message under this reference was declined, and is none of this purchase's.
        self._told = [one for one in told if one.message.wallet == self._wallet]

    def answer(self) -> NetworkReply:
        """What is done about the message."""
        if self._message.wallet != self._wallet:
            return _declined("wrong_operation")
        match self._message.kind:
            case "authorise":
                return self._authorise()
            case "advice":
                return self._advice()
            case "increment":
                return self._increment()
            case "reversal":
                return self._reversal()
            case "clearing":
                return self._clearing()
            case "refund":
                return self._refund()

    # -- what is known of the purchase

    @property
    def _authorised(self) -> Told | None:
        """The authorisation that holds value."""
        for one in self._told:
            if one.message.kind in ("authorise", "advice") and one.reply.operations:
                return one
        return None

    @property
    def _first(self) -> Told | None:
        """The authorisation that was approved first, by us or by the network for us."""
        for one in self._told:
            if one.message.kind in ("authorise", "advice") and one.reply.approved:
                return one
        return None

    @property
    def _payments(self) -> list[ids.OperationId]:
        return [
            operation
            for one in self._told
            if one.message.kind == "clearing"
            for operation in one.reply.operations
        ]

    @property
    def _sums(self) -> Sums:
        """What was told so far."""
        sums = Sums()
        for one in self._told:
            amount = Decimal(0) if one.foreign is None else self._measured(one.foreign)
            approved = one.reply.approved
            match one.message.kind:
                case "authorise" | "advice" if approved:
                    sums = sums.authorising(amount)
                case "increment" if approved:
                    sums = sums.increasing(amount)
                case "reversal":
                    sums = sums.reversing(None if one.foreign is None else amount)
                case "clearing":
                    after = sums.clearing(amount, final=one.message.final)
                    # One that was declined since all of it had been taken back was cleared.
                    if approved or after.due == sums.due:
                        sums = after
                case _:
                    pass
        return sums

    @property
    def _reversed(self) -> bool:
        """Whether the whole of it was taken back."""
        return self._sums.whole

    def _measured(self, priced: Foreign) -> Decimal:
        """An amount in the purchase's currency, in yen where it has several."""
        if self._one_currency:
            return Decimal(priced.amount)
        # At the rate at which it is held, as it is let go and captured.
        first = self._first
        return Decimal(_yen_at(priced, None if first is None else first.foreign))

    @property
    def _one_currency(self) -> bool:
        """Whether all that is measured against each other is in one currency. What was authorised
        matters only where a part of it was taken back."""
        all_of = [*((one.message, one.foreign) for one in self._told)]
        all_of.append((self._message, self._foreign))
        counted = {"clearing", "refund", "reversal"}
        if any(message.kind == "reversal" and priced is not None for message, priced in all_of):
            counted |= {"authorise", "advice", "increment"}
        found = {
            priced.currency
            for message, priced in all_of
            if priced is not None and message.kind in counted | {self._message.kind}
        }
        return len(found) == 1

    def _part(self, part: Decimal, whole: Decimal) -> Foreign | None:
        """That part of this message's price; None where it is no yen."""
        priced = self._foreign
        if priced is None or part <= 0:
            return None
        if part == whole:
            return priced
        exact = part if self._one_currency else Decimal(priced.amount) * part / whole
        amount = exact.quantize(_DECIMALS, ROUND_FLOOR).normalize()
        less = msgspec.structs.replace(priced, amount=f"{amount:f}")
        return less if int(Decimal(less.amount) * Decimal(less.rate)) else None

    @property
    def _yen(self) -> int:
        return 0 if self._foreign is None else self._foreign.yen

    @property
    def _abroad(self) -> Foreign | None:
        """Where the purchase was made, where that matters: a purchase at home says nothing."""
        return _abroad(self._foreign)

    def _submit(self, step: str, command: Command) -> Answer:
        return self._ask(step, command)

    # -- the kinds of messages

    def _authorise(self) -> NetworkReply:
        sums = self._sums
        if sums.whole or self._foreign is None:
            return _declined("hold_ended")
        first, before = self._first, self._authorised
        if first is not None and not _same_price(first.foreign, self._foreign):
            return _declined("wrong_operation", _ANOTHER_PRICE)  # to ask for more is an increment
        if before is not None:  # the same purchase, told again under another name
            return before.reply if sums.open else _declined("hold_ended")
        asked = self._measured(self._foreign)
        # What was cleared or taken back already needs no hold.
        priced = self._part(asked - sums.cleared - sums.reversed, asked)
        if priced is None or sums.final:
            return _declined("hold_ended")
        message = self._message
        answer = self._submit(
            "authorise",
            Authorise(
                wallet=message.wallet,
                merchant=self._name,
                yen=priced.yen,
                reference=message.reference,
                network=self._name,
                channel=message.channel,
                foreign=_abroad(priced),
            ),
        )
        return _replied(answer, self._yen)

    def _advice(self) -> NetworkReply:
        """Taken note of in any case: the network has given its word for us."""
        found = self._authorise()
        if found.approved:
            return found
        if self._foreign is not None and self._payments:
            # A part that was taken back had waited for this: now it is known what it is of.
            sums = self._sums
            self._repay(sums, sums.authorising(self._measured(self._foreign)))
        return NetworkReply(approved=True, response="00", refused=found.refused, yen=self._yen)

    def _increment(self) -> NetworkReply:
        before = self._authorised
        if before is None or self._reversed:
            return _declined("unknown_operation")
        command = Increase(
            hold=before.reply.operations[0],
            merchant=self._name,
            yen=self._yen,
            foreign=self._abroad,
        )
        return _replied(self._submit("increase", command), self._yen)

    def _reversal(self) -> NetworkReply:
        """Never refused: what there is to take back is taken back, and the rest is remembered."""
        if self._foreign is not None:
            return self._reversal_in_part(self._foreign)
        done: list[Answer] = []
        yen = 0
        before, payments = self._authorised, self._payments
        if before is not None:
            hold = before.reply.operations[0]
            done.append(self._submit("void", Void(hold=hold, merchant=self._name)))
        if payments:
            refunds = self._give_back_all(payments, "refund")
            yen = _given_back(refunds)
            done += refunds
        return NetworkReply(approved=True, response="00", yen=yen, operations=_all_accepted(done))

    def _reversal_in_part(self, priced: Foreign) -> NetworkReply:
        """What is held still comes first, and what an earlier clearing let go counts; only what
        lies beyond both is a refund."""
        done: list[Answer] = []
        amount, sums, before = self._measured(priced), self._sums, self._authorised
        after = sums.reversing(amount)
        yen = self._yen_at(None if before is None else before.foreign)
        if before is not None:
            hold = before.reply.operations[0]
            answer = self._submit("void", Void(hold=hold, merchant=self._name, yen=yen))
            if answer.code == "exceeds_hold":
                answer = self._submit("void all", Void(hold=hold, merchant=self._name))
            done.append(answer)
        refunds = self._repay(sums, after)
        beyond = sums.due - after.due
        if beyond:
            yen = int(yen * (amount - beyond) / amount) + _given_back(refunds)
        done += refunds
        if sums.authorised is None and self._payments:
            yen = 0  # it waits until it is known what it is a part of
        return NetworkReply(approved=True, response="00", yen=yen, operations=_all_accepted(done))

    def _repay(self, before: Sums, after: Sums) -> list[Answer]:
        """Gives back what the shop is no longer due; where less is left, what is left."""
        payments, bought = self._payments, self._bought
        back = before.due - after.due
        if not payments or back <= 0:
            return []
        yen: int | None = None
        if after.due > self._refunded:
            rate = Decimal(bought[0].rate) if self._one_currency and bought else Decimal(1)
            yen = min(max(int(back * rate), 1), MAX_YEN)
        refunds = self._give_back(payments, yen)
        if not refunds and yen is not None:
            refunds = self._give_back_all(payments, "refund all")
        return refunds

    def _clearing(self) -> NetworkReply:
        """What is cleared is paid, but for what was taken back before: that is disputed."""
        priced = self._foreign
        assert priced is not None, "a clearing has a price"
        sums, amount = self._sums, self._measured(priced)
        due = sums.clearing(amount, final=self._message.final).due - sums.due
        if due == amount:
            return self._paid()
        less = self._part(due, amount)
        if less is None:
            return _declined("hold_ended")
        reply = Purchase(self._name, self._ask, self._message, less, self._told)._paid()
        return msgspec.structs.replace(reply, refused=reply.refused or "hold_ended")

    def _paid(self) -> NetworkReply:
        """A price that is paid: from its hold, from a bigger one, or by force."""
        price = self._yen
        before = self._authorised
        if before is not None:
            hold = before.reply.operations[0]
            answer = self._capture("capture", hold, price)
            if answer.code == "exceeds_hold":
                short = _facts(answer)
                missing = price - self._held(price) or short["yen"] - short["open_yen"]
                if missing > 0:
                    more = Increase(hold=hold, merchant=self._name, yen=missing)
                    if self._submit("increase", more).accepted:
                        answer = self._capture("capture increased", hold, price)
                if not answer.accepted:
                    yen = price if self._lacks_fee(before, answer) else None
                    all_of_it = Capture(hold=hold, merchant=self._name, yen=yen)
                    return self._beyond(self._submit("capture all", all_of_it))
            elif answer.code == "hold_ended":
                answer = self._force("late", price, hold)
                if answer.code == "hold_ended":  # too late even for that: it is disputed
                    return _declined(answer.code)
                if answer.code == "exceeds_hold" and not self._lacks_fee(before, answer):
                    first = self._late_all(hold)
                    if first.accepted:
                        return self._beyond(first)
            if answer.accepted:
                return _replied(answer, price, forced=b'"forced":true' in answer.outcome)
        answer = self._force("force", price, None)
        return _replied(answer, price, forced=answer.accepted)

    def _lacks_fee(self, before: Told, refused: Answer) -> bool:
        """Whether a hold has the price, and not the fee of a purchase abroad with it alone: it was
        authorised as bought at home, or in yen."""
        bought = before.foreign
        abroad = bought is not None and bought.country != "JP" and bought.currency != "JPY"
        return not abroad and self._yen <= _facts(refused)["open_yen"]

    def _late_all(self, hold: ids.OperationId) -> Answer:
        message = self._message
        command = ForcePost(
            hold=hold,
            merchant=self._name,
            reference=message.reference,
            network=self._name,
            channel=message.channel,
        )
        return self._submit("late all", command)

    def _beyond(self, first: Answer) -> NetworkReply:
        """More than the hold has, and no more can be held: all of it, the `first`, and the rest by
        force."""
        price = self._yen
        taken = int(_facts(first)["yen"]) if first.accepted else 0
        if taken == price:
            return _replied(first, price, forced=b'"forced":true' in first.outcome)
        rest = self._force("rest", price - taken, None)
        if not rest.accepted and not first.accepted:
            return _declined(rest.code)
        return NetworkReply(
            approved=True,
            response="00",
            refused=rest.code,
            approval=_approval(rest if rest.accepted else first),
            yen=price if rest.accepted else taken,
            operations=(*_accepted(first), *_accepted(rest)),
            forced=rest.accepted,
        )

    def _capture(self, step: str, hold: ids.OperationId, yen: int) -> Answer:
        command = Capture(
            hold=hold,
            merchant=self._name,
            yen=yen,
            final=self._message.final,
            foreign=self._abroad,
        )
        return self._submit(step, command)

    def _force(self, step: str, yen: int, hold: ids.OperationId | None) -> Answer:
        message = self._message
        abroad = self._abroad
        command = ForcePost(
            hold=hold,
            wallet=message.wallet if hold is None else None,
            merchant=self._name,
            yen=yen,
            reference=message.reference,
            network=self._name,
            channel=message.channel,
            foreign=abroad,
        )
        return self._submit(step, command)

    def _held(self, default: int) -> int:
        """The price that the purchase's hold should still have."""
        total = 0
        holds: set[ids.OperationId] = set()
        before = self._authorised
        for one in self._told:
            yen, operations = one.reply.yen, one.reply.operations
            match one.message.kind:
                case "authorise" | "advice" if operations and operations[0] not in holds:
                    holds.add(operations[0])  # told again under another name it is one hold
                    total += yen
                case "increment" if operations:
                    total += yen
                case "clearing" if operations:
                    total -= yen
                case "reversal" if before is not None and one.foreign is not None:
                    total -= _yen_at(one.foreign, before.foreign)
                case _:  # nothing was done, or what was paid came back
                    pass
        return min(total, default) if total > 0 else 0

    def _refund(self) -> NetworkReply:
        payments = self._payments
        if not payments:
            return _declined("unknown_operation")
        done = self._give_back(payments, self._back)
        if not done:
            return _declined("exceeds_debit")
        return NetworkReply(
            approved=True, response="00", yen=_given_back(done), operations=_all_accepted(done)
        )

    def _yen_at(self, bought: Foreign | None) -> int:
        """The yen of what comes back."""
        return 0 if self._foreign is None else _yen_at(self._foreign, bought)

    @property
    def _bought(self) -> list[Foreign]:
        """The prices that were paid."""
        return [
            one.foreign
            for one in self._told
            if one.message.kind == "clearing" and one.reply.operations and one.foreign is not None
        ]

    @property
    def _refunded(self) -> Decimal:
        """How much the shop has given back by itself."""
        came = Decimal(0)
        for one in self._told:
            if one.message.kind == "refund" and one.reply.operations and one.foreign is not None:
                came += self._measured(one.foreign)
        return came

    @property
    def _back(self) -> int | None:
        """The yen to give back of what was cleared. None, all that is left, where with this the
        whole of the amount has come back: no fraction of a yen stays behind."""
        foreign, bought = self._foreign, self._bought
        if foreign is None:
            return None
        if not bought:
            return foreign.yen
        came = self._refunded + self._measured(foreign)
        if self._one_currency and came == self._sums.due:
            return None
        return _yen_at(foreign, bought[0])

    def _give_back(self, payments: list[ids.OperationId], yen: int | None) -> list[Answer]:
        """Gives `yen` of the payments back, the last first, or with None all that is left of them;
        nothing where so much is not left."""
        if yen is None:
            return self._give_back_all(payments, "refund")
        parts: list[tuple[int, Refund]] = []
        for number, payment in enumerate(reversed(payments)):
            asked = Refund(
                payment=payment, merchant=self._name, yen=yen, reference=self._message.reference
            )
            answer = self._submit(f"refund {number}", asked)
            if answer.accepted:
                # The rest fits here: only now is the whole of the later ones given back.
                done = [self._submit(f"refund part {one}", part) for one, part in parts]
                return [one for one in (*done, answer) if one.accepted]
            left = int(_facts(answer).get("left_yen", 0)) if answer.code == "exceeds_debit" else 0
            if left:
                parts.append((number, msgspec.structs.replace(asked, yen=left)))
                yen -= left
        return []

    def _give_back_all(self, payments: list[ids.OperationId], step: str) -> list[Answer]:
        answers = [
            self._submit(
                f"{step} {number}",
                Refund(payment=payment, merchant=self._name, reference=self._message.reference),
            )
            for number, payment in enumerate(reversed(payments))
        ]
        return [one for one in answers if one.accepted]


def _abroad(priced: Foreign | None) -> Foreign | None:
    if priced is None or (priced.country == "JP" and priced.currency == "JPY"):
        return None
    return priced


def _same_price(one: Foreign | None, other: Foreign) -> bool:
    """Whether two messages name the same price; the rate of the day says nothing."""
    return one is not None and (one.country, one.currency, Decimal(one.amount)) == (
        other.country,
        other.currency,
        Decimal(other.amount),
    )


def _yen_at(back: Foreign, bought: Foreign | None) -> int:
    """The yen of what comes back: at the rate at which it was bought, not that of the day. A yen at
    least, as the message is of something."""
    if bought is None or bought.currency != back.currency:
        return back.yen
    exact = Decimal(back.amount) * Decimal(bought.rate)
    return min(max(int(exact), 1), MAX_YEN)


def _facts(answer: Answer) -> dict[str, Any]:
    return msgspec.json.decode(answer.outcome)


def _accepted(answer: Answer) -> list[ids.OperationId]:
    return [ids.OperationId(answer.operation)] if answer.accepted else []


def _all_accepted(answers: Iterable[Answer]) -> tuple[ids.OperationId, ...]:
    return tuple(operation for one in answers for operation in _accepted(one))


def _given_back(refunds: Iterable[Answer]) -> int:
    """The price that came back, without its fee. What paid what the holder owed came back, too."""
    told = [_facts(one) for one in refunds if one.accepted]
    return sum(
        one.get("yen", 0) + one.get("shortfall_yen", 0) - one.get("fee_yen", 0) for one in told
    )


def _declined(code: str, response: str = "") -> NetworkReply:
    found = response or _RESPONSES.get(code, "05")
    return NetworkReply(approved=False, response=found, refused=code)


def _approval(answer: Answer) -> str:
    """Six characters by which the shop names the approval."""
    return f"{ids.number_of(answer.operation) % 1_000_000:06}"


def _replied(answer: Answer, yen: int, *, forced: bool = False) -> NetworkReply:
    if not answer.accepted:
        return _declined(answer.code)
    return NetworkReply(
        approved=True,
        response="00",
        approval=_approval(answer),
        yen=yen,
        operations=tuple(_accepted(answer)),
        forced=forced,
    )
