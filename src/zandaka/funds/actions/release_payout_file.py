"""Release a payout file (出金ファイルの引渡し): a second person lets it go to the bank."""

from datetime import date
from typing import Annotated, ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.funds import files
from zandaka.instants import jst_date
from zandaka.redress.action import Action, Desk
from zandaka.rules.bank_day import require_pay_day


class PayoutFileReleased(msgspec.Struct, frozen=True):
    """The file can be had from now on. `sha256` is that of its bytes."""

    payout_file: int
    pay_on: date
    records: int
    yen: int
    sha256: str


class ReleasePayoutFile(Action, frozen=True, kw_only=True, tag="release_payout_file"):
    """Releases a payout file, so that it can be had and brought to the bank. Whoever made it
    cannot, and not once its day has passed: then its lines are told as returned."""

    verb: ClassVar[str] = "release_payout_file"
    ja: ClassVar[str] = (
        "作成された出金ファイルを引き渡せるようにする。作った人はできない。振込日を過ぎてもできない。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = PayoutFileReleased

    payout_file: Annotated[int, msgspec.Meta(ge=1, lt=1 << 62)]

    def act(self, desk: Desk) -> PayoutFileReleased:
        file = files.lock(desk.connection, self.payout_file)
        if desk.by == file.made_by:
            raise Refusal("same_person", by=desk.by, source="R104")
        if file.released_at is not None:
            raise Refusal("wrong_bank_file_state", payout_file=file.id, state="released")
        today = jst_date(desk.now)
        require_pay_day(file.pay_on, today, today)
        desk.connection.execute(
            "UPDATE payout_files SET released_at = %s, released_by = %s WHERE id = %s",
            (desk.now, desk.by, file.id),
        )
        return PayoutFileReleased(
            file.id, file.pay_on, file.records, file.yen, bytes(file.sha256).hex()
        )
