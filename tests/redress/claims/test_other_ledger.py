"""Coupons of another ledger: their numbers and shops are theirs, what is awarded is the same."""

import pytest
from tests.redress.claims.conftest import OUTAGE, Region, jst, utc

from zandaka import ids
from zandaka.errors import Invalid, Refusal
from zandaka.operations.mirror_coupon import MirrorCoupon
from zandaka.operations.mirror_payment import MirrorPayment

#: A number of 16 digits without our check digit.
NUMBER = "4900-1111-2222-3333"


def mirrored(region: Region, inquiry: str) -> tuple[ids.WalletId, list[ids.OperationId]]:
    """A coupon of 3,000 yen, pressed for 800 twice; the shop is known there alone."""
    region.declare()
    made = region.done(
        MirrorCoupon(
            ledger="takane", reference=inquiry, inquiry=inquiry, campaign="travel-support",
            prefecture="38", yen=3_000, issued_at=jst(2, 23, 15), expires_at=jst(2, 25),
        )
    )  # fmt: skip
    wallet = ids.WalletId.parse(made["wallet"])
    debits = [
        ids.OperationId(
            region.do(
                MirrorPayment(
                    wallet=wallet, ledger="takane", reference=f"p{second}", merchant="T-77",
                    yen=800, effective_at=jst(2, 24, 18, 30, second),
                )
            ).operation
        )
        for second in (0, 7)
    ]  # fmt: skip
    with region.database.connect(role=None) as connection:
        connection.execute(
            "INSERT INTO imports (incident, ledger, by, started_at, files, counts, finished_at)"
            " VALUES (%s, 'takane', 'test', now(), '[]', '{}', now())",
            (OUTAGE,),
        )
    return wallet, debits


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        (NUMBER, NUMBER.replace("-", "")),
        (NUMBER.replace("-", ""), "４９００－１１１１－２２２２－３３３３"),
        ("tk-0001", "ＴＫ－０００１"),
    ],
)
def test_found_by_its_own_number(region: Region, kept: str, typed: str) -> None:
    wallet, debits = mirrored(region, kept)
    taken = region.call(typed, shop="t-77")
    assert taken["seen"]["coupon"] == str(wallet)
    assert taken["seen"]["suggested"] == [{"debit": str(debits[1]), "yen": 800}]
    with pytest.raises(Refusal) as refused:
        region.check(taken["claim"], merchant="T-78")
    assert refused.value.code == "unknown_merchant"
    region.check(taken["claim"], merchant="T-77")
    region.approve(taken["claim"], (debits[1], 800))
    region.work()
    assert region.lots(wallet) == [(2_200, utc(jst(4, 1)))]
    region.at(jst(4, 1)).work()
    assert region.owed() == [(int(wallet), 2_200)]


def test_without_an_import_a_wrong_digit_is_told(region: Region) -> None:
    region.declare()
    with pytest.raises(Invalid) as error:
        region.call(NUMBER)
    assert "check digit" in error.value.rule
