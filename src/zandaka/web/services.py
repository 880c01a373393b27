"""What the endpoints work with, put together once when the server starts."""

import msgspec

from zandaka.clock import Clock
from zandaka.directory.secrets import Secrets
from zandaka.jobs.webhook_target import TargetRule
from zandaka.redress.service import Redress
from zandaka.terms.model import Terms
from zandaka.web.gate import Gate
from zandaka.web.keyring import KeyRing
from zandaka.web.limiter import Limiter
from zandaka.web.owners import Owners
from zandaka.web.readers import Readers


class Services(msgspec.Struct, frozen=True):
    """One server's parts."""

    gate: Gate
    readers: Readers
    keyring: KeyRing
    secrets: Secrets
    limiter: Limiter
    owners: Owners
    targets: TargetRule
    terms: Terms
    clock: Clock
    redress: Redress
    #: Counts what comes from outside without a key, by address.
    visitors: Limiter
