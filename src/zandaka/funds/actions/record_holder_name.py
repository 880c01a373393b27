"""Record a holder's name (利用者名の登録): in kana, as whoever checked the identity read it."""

from typing import Annotated, ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.funds import own_name
from zandaka.redress.action import Action, Desk
from zandaka.redress.bank.accounts import NameKana

Holder = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]


class HolderNameRecorded(msgspec.Struct, frozen=True):
    """Whose name is known from now on."""

    holder: str


class RecordHolderName(Action, frozen=True, kw_only=True, tag="record_holder_name"):
    """Keeps the name of a holder whose identity was checked, sealed. Money goes to accounts in
    this name and to no others; accounts registered before stay."""

    verb: ClassVar[str] = "record_holder_name"
    ja: ClassVar[str] = (
        "本人確認で読み取った氏名(カナ)を、暗号化して登録する。出金先は、この名義の口座だけになる。"
    )
    group = "funds"
    roles: ClassVar[tuple[Role, ...]] = ("operator", "issuer")
    private: ClassVar[frozenset[str]] = frozenset({"name_kana"})
    outcome: ClassVar[type[msgspec.Struct]] = HolderNameRecorded

    holder: Holder
    name_kana: NameKana

    def act(self, desk: Desk) -> HolderNameRecorded:
        own_name.put(desk, self.holder, self.name_kana)
        return HolderNameRecorded(self.holder)
