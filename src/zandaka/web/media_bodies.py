"""What is sent about a medium after its issue: the commands' fields less what the path says."""

from typing import Annotated, Literal

import msgspec

from zandaka.money import Yen
from zandaka.operations.base import Reason, Reference
from zandaka.operations.issue_media import Printed
from zandaka.terms.instrument.media import Ground
from zandaka.terms.model import Tier
from zandaka.web.bodies import Body


class ReasonBody(Body, frozen=True, kw_only=True):
    """Why."""

    reason: Reason


class ExchangeBody(Body, frozen=True, kw_only=True):
    """`medium_returned`: the damaged card was handed in. `printed` is the end that the new one
    shows: a month `2029-03`, a day `2029-03-31`, or none."""

    medium_returned: bool = False
    printed: Printed = ""
    reference: Reference = ""


class IdentifyBody(Body, frozen=True, kw_only=True):
    """How far the holder is known, and where the check is kept."""

    tier: Tier
    evidence: Reference = ""


class RedeemBody(Body, frozen=True, kw_only=True):
    """On which ground `yen` - all where none are given - are paid back, and how: to a registered
    account of the holder (`bank`; the newest where `account` is 0), or at the `desk`."""

    ground: Ground | Literal[""] = ""
    yen: Yen | None = None
    way: Literal["bank", "desk"] = "bank"
    account: Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)] = 0
    reason: Reason
    reference: Reference = ""
