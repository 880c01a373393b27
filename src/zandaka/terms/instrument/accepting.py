"""Where value may be spent, where the region alone does not decide it (R78)."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from zandaka.terms.blocks import Block
from zandaka.terms.dated import Dated
from zandaka.terms.shape import Shape, Text

if TYPE_CHECKING:
    from zandaka.terms.check import FileCheck


class PlaceBlock(Block, frozen=True, kw_only=True):
    """Shops of a network; with `groups` those of them that belong to one, with `channels` only
    payments that come that way, with `channel_required` none that does not say how it came."""

    value_key: ClassVar[str] = "network"

    network: Text
    groups: list[Text] = []
    channels: list[Text] = []
    channel_required: bool = False

    @property
    def value(self) -> int | None:
        """That it is so; None where it ends."""
        return None if self.ends else 1


class AcceptingShape(Shape, frozen=True, kw_only=True):
    """`[accepting]` of a product file."""

    place: list[PlaceBlock] = []


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where value may be spent on the days on which `dated` says so. Empty `groups` are all shops
    of the network, empty `channels` every way to pay there."""

    network: str
    groups: frozenset[str]
    channels: frozenset[str]
    channel_required: bool = False
    dated: Dated[int]
    #: The days from which it is no longer so, and the texts that say it.
    ended: tuple[tuple[date, str], ...] = ()

    def source(self, on: date) -> str | None:
        """The text by which it is so on a day, or no longer is; None before it began."""
        found = self.dated.at(on)
        if found is not None:
            return found.source
        return next((source for since, source in reversed(self.ended) if since <= on), None)


class AcceptingTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules read."""

    places: tuple[Place, ...] = ()

    def accepts(
        self,
        networks: Collection[str],
        groups: Collection[str],
        network: str,
        channel: str,
        on: date,
    ) -> bool:
        """Whether value is accepted on a day at a shop of these networks and groups. A payment
        that says its `network` and `channel` is judged by these; where one is empty, any of the
        shop's will do, but for a place that asks for the channel."""
        for place in self.places:
            if (
                place.network in networks
                and (not network or network == place.network)
                and (
                    not place.channels
                    or (channel in place.channels if channel else not place.channel_required)
                )
                and (not place.groups or not place.groups.isdisjoint(groups))
                and place.dated.at(on) is not None
            ):
                return True
        return False

    def refusing(self, networks: Collection[str], network: str, on: date) -> str:
        """The texts that refuse a payment which no place accepts: those of the lines that speak of
        its network, if by other shops or channels, or no longer; else of every line there is. Empty
        where there is none."""
        near: list[str] = []
        far: list[str] = []
        for place in self.places:
            source = place.source(on)
            if source is not None:
                mine = place.network in networks and (not network or network == place.network)
                (near if mine else far).append(source)
        return "; ".join(dict.fromkeys(near or far))

    def networks(self, on: date) -> list[str]:
        """The networks on which value is accepted somewhere on a day."""
        return sorted({place.network for place in self.places if place.dated.at(on) is not None})


def make(check: "FileCheck", shape: AcceptingShape) -> AcceptingTerms:
    """Raises TermsError."""
    for index, block in enumerate(shape.place):
        if block.channel_required and not block.channels:
            rule = "goes with channels, and only then"
            raise check.refuse(f"accepting.place[{index}].channel_required", rule)
    groups: dict[tuple[str, frozenset[str], frozenset[str]], list[tuple[int, PlaceBlock]]] = {}
    for index, block in enumerate(shape.place):
        key = (block.network, frozenset(block.groups), frozenset(block.channels))
        groups.setdefault(key, []).append((index, block))
    return AcceptingTerms(
        places=tuple(
            Place(
                network=network,
                groups=belonging,
                channels=channels,
                channel_required=_required(check, blocks),
                dated=check.series("accepting.place", blocks),
                ended=tuple(
                    sorted((block.since, block.source) for _, block in blocks if block.ends)
                ),
            )
            for (network, belonging, channels), blocks in sorted(
                groups.items(), key=lambda one: (one[0][0], sorted(one[0][1]), sorted(one[0][2]))
            )
        )
    )


def _required(check: "FileCheck", blocks: list[tuple[int, PlaceBlock]]) -> bool:
    """Of one place: the block that ends it need not say it again."""
    said = {block.channel_required for _, block in blocks if not block.ends}
    if len(said) > 1:
        at = f"accepting.place[{blocks[-1][0]}].channel_required"
        raise check.refuse(at, "is not the same in all blocks of the place")
    return True in said
