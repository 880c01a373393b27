"""Whoever registered with the app is told there (R13): nobody's application comes between, whoever
sent it and whoever approves it."""

import pytest
from tests.redress.claims.conftest import OUTAGE, Region, jst

from zandaka.errors import Refusal
from zandaka.operations.convert import Convert
from zandaka.operations.leave import Leave
from zandaka.redress import contacts, entitlements
from zandaka.redress.actions.decide_claim import DecideClaim
from zandaka.redress.work.applicants import ApplicantWorker
from zandaka.redress.work.gift_links import GiftLinks
from zandaka.redress.worker import until_idle


def approve(region: Region, claim: int) -> None:
    region.act(DecideClaim(claim=claim, decision="approve", reasons=("looks right",)))


def receivers(region: Region) -> list[tuple[str, bool]]:
    """The holder, and whether a link was made."""
    until_idle(region.redress, (ApplicantWorker(), GiftLinks()))
    return region.rows(
        "SELECT coalesce(r.holder, '-'), e.linked FROM entitlements e"
        " LEFT JOIN recipients r ON r.id = e.recipient"
    )


@pytest.mark.parametrize("left", [False, True])
def test_an_application_takes_nothing_from_a_registered_holder(region: Region, left: bool) -> None:
    region.declare()
    coupon, inquiry = region.coupon()
    app = region.app("hanako")
    region.load(coupon, app)
    with region.database.connect() as connection:
        vault, now = region.redress.vault, region.clock.now()
        contacts.put(connection, vault, "hanako", "ja", "hanako@example.jp", None, now)
    if left:
        region.done(Leave(wallet=app))
    region.at(jst(3, 25))
    claim = region.apply(inquiry, mail="somebody@example.com")["claim"]
    if left:
        # Has left the app, and applies like everybody else (R16).
        approve(region, claim)
    else:
        with pytest.raises(Refusal) as refused:
            approve(region, claim)
        assert refused.value.code == "holder_registered"
    region.at(jst(4, 1))
    answer = region.do(Convert(wallet=app, reason="end", incident=OUTAGE))
    with region.database.connect() as connection:
        entitlements.record(connection, OUTAGE, int(app), answer)
    assert receivers(region) == [("", True) if left else ("hanako", True)]
