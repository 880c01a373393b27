"""Release a transfer file (振込ファイルの引渡し): a second person lets it go to the bank (R28)."""

from datetime import date
from typing import Annotated, ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Refusal
from zandaka.instants import jst_date
from zandaka.redress.action import Action, Desk
from zandaka.redress.actions.apply import terms_of
from zandaka.redress.bank.files import lock, require_state
from zandaka.rules.bank_day import require_pay_day


class TransferFileReleased(msgspec.Struct, frozen=True):
    """The file can be had from now on. `sha256` is that of its bytes."""

    file: int
    pay_on: date
    records: int
    yen: int
    sha256: str


class ReleaseTransferFile(Action, frozen=True, kw_only=True, tag="release_transfer_file"):
    """Releases a transfer file that is ready, so that it can be had and brought to the bank.
    Whoever made it cannot, and not once its day has passed."""

    verb: ClassVar[str] = "release_transfer_file"
    ja: ClassVar[str] = (
        "準備のできた振込ファイルを引き渡せるようにする。作った人はできない。振込日を過ぎてもできない。"
    )
    roles: ClassVar[tuple[Role, ...]] = ("operator",)
    outcome: ClassVar[type[msgspec.Struct]] = TransferFileReleased

    file: Annotated[int, msgspec.Meta(ge=1)]

    def act(self, desk: Desk) -> TransferFileReleased:
        file = lock(desk.connection, self.file)
        if desk.by == file.made_by:
            raise Refusal("same_person", by=desk.by, source="R28")
        require_state(file, "ready")
        if not file.records:
            raise Refusal("nothing_to_transfer", file=file.id)
        pays_from = terms_of(desk, file.incident).bank_refund.pays_from
        require_pay_day(file.pay_on, pays_from, jst_date(desk.now))
        desk.connection.execute(
            "UPDATE bank_files SET state = 'released', released_at = %s, released_by = %s"
            " WHERE id = %s",
            (desk.now, desk.by, file.id),
        )
        assert file.sha256 is not None, "a file that is ready has its sum"
        return TransferFileReleased(
            file.id, file.pay_on, file.records, file.yen, bytes(file.sha256).hex()
        )
