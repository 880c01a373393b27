"""Check with the shop (店舗照会): the second source of a call, in the shop's own words (R27)."""

from typing import Annotated, Any, ClassVar, Literal

import msgspec

from zandaka import ids
from zandaka.errors import Invalid, Refusal
from zandaka.money import Yen
from zandaka.operations.base import Instant, Reference
from zandaka.reads import claim_facts
from zandaka.redress.action import Action, Desk
from zandaka.redress.actions.apply import terms_of
from zandaka.redress.claims import desk as claims
from zandaka.redress.claims import look
from zandaka.rules.claim import Agrees, Statement

_KEEP = """
INSERT INTO shop_records (claim, merchant, agrees, record, recorded_at, by)
VALUES (%s, %s, %s, %s, %s, %s) RETURNING id
"""


class Purchase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A purchase as the shop has it: of `yen`, and how it says it was paid."""

    yen: Yen
    paid_with: Literal["coupon", "cash", "other"]
    at: Instant | None = None
    reference: Reference = ""


class ShopChecked(msgspec.Struct, frozen=True):
    """The record's number, and the claim as it looks with it."""

    claim: int
    record: int
    seen: look.CallView


class CheckShop(Action, frozen=True, kw_only=True, tag="check_shop"):
    """Keeps what a shop's own records say of a call: whether they agree with the holder, the
    purchases it has, and the payments it did see complete. A later record takes the place of an
    earlier one; none is lost. Nothing is decided by this."""

    verb: ClassVar[str] = "check_shop"
    ja: ClassVar[str] = (
        "店舗側の記録との照合結果を登録する(お客さまの説明と一致・不一致・不明、店舗の売上、"
        "完了を確認した支払)。後の記録が優先し、前の記録も残る。"
    )
    roles: ClassVar[tuple[Any, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = ShopChecked

    claim: int
    merchant: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    agrees: Agrees
    purchases: Annotated[tuple[Purchase, ...], msgspec.Meta(max_length=100)] = ()
    completed: Annotated[tuple[ids.OperationId, ...], msgspec.Meta(max_length=100)] = ()
    reference: Reference = ""

    def act(self, desk: Desk) -> ShopChecked:
        claim = claims.lock(desk.connection, self.claim)
        if claim.kind not in ("call", "other"):
            raise Refusal("wrong_claim", kind=claim.kind)
        claims.require_waiting(claim)
        terms = terms_of(desk, claim.incident)
        said = statement(claim)
        before = look.call(desk.connection, terms, claim.facts["kind"], said, desk.now, claim.id)
        if not claim_facts.has_merchant(desk.connection, self.merchant, claim.coupon):
            raise Refusal("unknown_merchant", merchant=self.merchant)
        here = {one.debit for one in before.debits}
        for debit in self.completed:
            if before.debits and str(debit) not in here:
                raise Invalid("completed", f"{debit} is no debit of this claim")
        record = {
            "purchases": msgspec.to_builtins(self.purchases),
            "completed": [str(debit) for debit in self.completed],
            "reference": self.reference,
        }
        row = desk.connection.execute(
            _KEEP,
            (
                claim.id, self.merchant, self.agrees, msgspec.json.encode(record).decode(),
                desk.now, desk.by,
            ),
        ).fetchone()  # fmt: skip
        assert row is not None, "an INSERT returns its row"
        claims.checked(desk.connection, claim.id)
        claims.note(
            desk.connection, claim.id, desk.now, desk.by, "shop_checked",
            {"record": row[0], "merchant": self.merchant, "agrees": self.agrees},
        )  # fmt: skip
        seen = look.call(desk.connection, terms, claim.facts["kind"], said, desk.now, claim.id)
        return ShopChecked(claim.id, row[0], seen)


def statement(claim: claims.Claim) -> Statement:
    """What the holder said, as it was taken in."""
    given = {name: value for name, value in claim.facts.items() if name != "kind"}
    return msgspec.convert(given, Statement)
