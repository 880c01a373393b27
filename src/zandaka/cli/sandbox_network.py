"""`zandaka sandbox network`: plays a card network against a running server."""

from random import Random
from typing import Annotated, Final

import typer
from rich.console import Console

from zandaka import ids
from zandaka.providers.network.http import HttpIssuer, NotTaken
from zandaka.providers.network.port import Message, NetworkReply
from zandaka.providers.network.simulator import GOOD, Line, Purchase, Simulator

_say = Console(highlight=False, soft_wrap=True)
_BAD: Final = Line(answer_lost=0.2, message_lost=0.1, twice=0.2)
_ROUNDS: Final = 10


def network(
    url: Annotated[str, typer.Option(help="The server, such as http://127.0.0.1:8400.")],
    key: Annotated[str, typer.Option(envvar="ZANDAKA_KEY", help="The network's API key.")],
    wallet: Annotated[list[str], typer.Option(help="A card to buy with; may be repeated.")],
    purchases: Annotated[int, typer.Option(min=1, max=10_000)] = 20,
    seed: Annotated[int, typer.Option(help="The same seed, the same purchases.")] = 1,
    name: Annotated[str, typer.Option(help="Begins the messages' names: new ones, new name.")] = "",
    abroad: Annotated[bool, typer.Option(help="Dollars too; the server needs a rate.")] = False,
    bad_line: Annotated[
        bool, typer.Option("--bad-line/--good-line", help="Whether messages and answers get lost.")
    ] = True,
) -> None:
    """A card network over a bad line: purchases with lost answers, repetitions, late reversals and
    advices, and what became of each message. カードネットワークのシミュレータ"""
    try:
        cards = [ids.WalletId.parse(one) for one in wallet]
    except ValueError as error:
        _say.print(str(error), style="red")
        raise typer.Exit(2) from None
    issuer = HttpIssuer(url, key)
    answered = False

    def deliver(message: Message) -> NetworkReply:
        nonlocal answered
        reply = issuer.deliver(message)
        answered = True
        said = "approved" if reply.approved else f"declined {reply.response} {reply.refused}"
        forced = " (forced)" if reply.forced else ""
        amount = "" if message.amount is None else f" {message.amount} {message.currency}"
        _say.print(f"{message.reference} {message.kind}{amount}: {said}{forced}")
        return reply

    prefix = name or f"sim{Random().randrange(10**9):09}"  # noqa: S311 - a name, no secret
    line = _BAD if bad_line else GOOD
    sim = Simulator(deliver, seed=seed, line=line, stand_in=bool(seed % 2), name=prefix)
    try:
        for number in range(purchases):
            _buy(sim, Random(seed * 1_000_003 + number), cards, abroad=abroad)  # noqa: S311
        for _ in range(_ROUNDS):
            sim.flush()
    except NotTaken as refused:
        _say.print(str(refused), style="red")
        raise typer.Exit(1) from None
    finally:
        issuer.close()
    _say.print(f"purchases: {purchases}, messages: {sim.sent}, never answered: {len(sim.waiting)}")
    if sim.sent and not answered:
        _say.print(f"{url} never answered: is the server running there?", style="red")
        raise typer.Exit(1)


def _buy(sim: Simulator, random: Random, cards: list[ids.WalletId], *, abroad: bool) -> None:
    dollars = abroad and random.random() < 0.5
    amount = f"{random.randint(100, 3_000) / 100:.2f}" if dollars else str(random.randint(1, 3_000))
    currency, country = ("USD", "US") if dollars else ("JPY", "JP")
    buy: Purchase = sim.authorise(random.choice(cards), amount, currency=currency, country=country)
    if not buy.approved:
        return
    roll = random.random()
    if roll < 0.2:
        sim.reverse(buy)
        return
    if roll < 0.4:
        sim.increment(buy, "1")
    sim.clear(buy)
    if roll > 0.9:
        sim.refund(buy)
    elif roll > 0.8:
        sim.reverse(buy)
