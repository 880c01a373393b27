"""Who was denied for a slip of the pen applies once more, and is not taken for the first one."""

from tests.redress.claims.conftest import Region, jst

from zandaka.redress.actions.decide_claim import DecideClaim


def test_an_application_after_a_denial_is_another_one(region: Region) -> None:
    region.declare()
    coupon, inquiry = region.coupon()
    region.at(jst(4, 3))
    first = region.apply(inquiry, travel_date="2023-02-01")["claim"]
    assert region.apply(inquiry, travel_date="2023-02-24")["claim"] == first, "still looked at"
    region.act(DecideClaim(claim=first, decision="deny", reasons=("another day",)))
    second = region.apply(inquiry, travel_date="2023-02-24")["claim"]
    assert second != first
    assert region.apply(inquiry, travel_date="2023-02-24")["claim"] == second
    assert region.act(DecideClaim(claim=second, decision="approve", reasons=("agrees",)))
    # What was approved stays the one: whoever sends it again gets no second link.
    assert region.apply(inquiry)["claim"] == second
    states = region.rows("SELECT id, state FROM claims WHERE kind = 'application' ORDER BY id")
    assert states == [(first, "denied"), (second, "approved")]
    assert region.value("SELECT count(*) FROM claims WHERE coupon = %s", int(coupon)) == 2
