"""Choose a gift: the holder's own choice, behind a link and its second factor (R12, R15)."""

from typing import Annotated, ClassVar

import msgspec

from zandaka.directory.api_keys import Role
from zandaka.errors import Invalid, Refusal
from zandaka.redress.action import Action, Desk
from zandaka.redress.gifts import choice, door, session
from zandaka.redress.gifts.choice import GiftChosen

Token = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Brand = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,30}$")]


class ChooseGift(Action, frozen=True, kw_only=True, tag="choose_gift"):
    """Choose the brand for all that is owed to the holder of a link, once. `link` is its token,
    `session` what the page got for the code that was sent, `agreed` that the amount was seen.

    Strictly before the deadline. What the brand cannot give comes as the fallback brand."""

    verb: ClassVar[str] = "choose_gift"
    ja: ClassVar[str] = "受け取るギフトを選ぶ(リンクと確認コードによる)"
    roles: ClassVar[tuple[Role, ...]] = ("holder",)
    public: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"link", "session"})
    outcome: ClassVar[type[msgspec.Struct]] = GiftChosen

    link: Token
    session: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    brand: Brand
    agreed: bool

    def act(self, desk: Desk) -> GiftChosen:
        if not self.agreed:
            raise Invalid("agreed", "must be true: the amount has to be agreed to")
        found = door.find(desk.connection, desk.secrets, self.link, lock=True)
        if not session.good(
            desk.secrets, self.session, found.recipient, found.generation, desk.now
        ):
            raise Refusal("gift_session_ended")
        terms = desk.terms.incidents[found.incident]
        return choice.choose(
            desk.connection, terms, found.recipient, found.again, self.brand, desk.now, desk.by
        )
