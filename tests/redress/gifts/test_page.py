"""The page of a gift link, through the real application."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from tests.redress.gifts.conftest import DEADLINE, GiftWorld
from tests.redress.gifts.site import Browser, Page, site

from zandaka.providers.gift.sandbox.faults import Fault
from zandaka.redress.gifts import links
from zandaka.redress.gifts.links import FOLDER


def enter(world: GiftWorld, browser: Browser, path: str) -> Page:
    """From the link to the choice."""
    page = browser.send(browser.open(path).forms[0])
    assert "a***@example.jp" in page.text
    page = browser.send(page.forms[0], code=world.sent_code())
    assert page.status == 200
    return page


def test_from_the_link_to_the_code(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000, 1_450)
    path = FOLDER + world.token(recipient)
    with site(world) as url:
        browser = Browser(url)
        page = browser.open(path)
        assert "2023年5月31日(水)" in page.text
        assert "3,450" not in page.text, "nothing of it is told before the code"
        page = enter(world, browser, path)
        assert "3,450円" in page.text
        assert page.forms[0].choices["brand"] == ["amazon", "ponta", "paypay", "edy", "nanaco"]
        assert "nanacoギフト 3,400円 ＋ Amazonギフトカード 50円" in page.text
        page = browser.send(page.forms[0], brand="nanaco", agreed="yes")
        assert page.status == 200
        assert "発行の手続き中です" in page.text
        world.work()
        world.sandbox.faults.add(Fault("code_not_ready", brand="amazon"))
        page = browser.open(path)
        nanaco, amazon = (one.key for one in world.sandbox.orders.all())
        if world.sandbox.orders.find(nanaco).brand != "nanaco":  # type: ignore[union-attr] # pyright: ignore[reportOptionalMemberAccess]
            nanaco, amazon = amazon, nanaco
        assert world.sandbox.orders.code(nanaco) in page.text
        assert world.sandbox.orders.code(amazon) not in page.text
        assert "コードを準備しています" in page.text
        assert world.sandbox.orders.code(amazon) in browser.open(path).text
        assert not page.forms
        # Whoever has the link alone sees none of it.
        assert world.sandbox.orders.code(nanaco) not in Browser(url).open(path).text
    # Shown, and kept nowhere.
    for table in ("gift_orders", "gift_events", "gift_lines", "actions", "messages", "operations"):
        kept = str(world.rows(f"SELECT * FROM {table}"))
        assert world.sandbox.orders.code(nanaco) not in kept, table
        assert world.token(recipient) not in kept, table
    assert world.value("SELECT count(*) FROM gift_events WHERE event = 'shown'") == 3


def test_wrong_codes_are_told_and_count(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    path = FOLDER + world.token(recipient)
    with site(world) as url:
        browser = Browser(url)
        page = browser.send(browser.open(path).forms[0])
        right = world.sent_code()
        wrong = f"{(int(right) + 1) % 1_000_000:06}"
        for left in (4, 3, 2, 1):
            page = browser.send(page.forms[0], code=wrong)
            assert page.status == 422
            assert f"あと{left}回" in page.text
        page = browser.send(page.forms[0], code=wrong)
        assert "使えなくなりました" in page.text
        page = browser.send(browser.open(path + "?step=code").forms[0], code=right)
        assert page.status == 422
        for _ in range(4):
            page = browser.send(browser.open(path).forms[0])
            assert page.status == 200
        page = browser.send(browser.open(path).forms[0])
        assert page.status == 429
        assert "約61分後" in page.text
        # On a keyboard that gives full-width digits, with a blank between.
        code = world.sent_code().translate({48 + n: 0xFF10 + n for n in range(10)})
        page = browser.send(
            browser.open(path + "?step=code").forms[0], code=f"{code[:3]} {code[3:]}"
        )
        assert "2,000円" in page.text


def test_a_form_of_another_site_or_session_is_not_taken(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    path = FOLDER + world.token(recipient)
    with site(world) as url:
        browser = Browser(url)
        page = enter(world, browser, path)
        fields = {**page.forms[0].fields, "brand": "edy", "agreed": "yes"}
        action = page.forms[0].action
        elsewhere = browser.http.post(action, data=fields, headers={"sec-fetch-site": "cross-site"})
        without = httpx.post(url + action, data=fields, trust_env=False)
        forged = browser.http.post(action, data={**fields, "form": "0" * 32})
        no_form = browser.http.post(action, data={"brand": "edy", "agreed": "yes"})
        garbage = browser.http.post(action, content=b"\xff\xfe=%%%")
        large = browser.http.post(action, content=b"a=" + b"b" * 10_000)
        statuses = [
            one.status_code for one in (elsewhere, without, forged, no_form, garbage, large)
        ]
        assert statuses[:5] == [422] * 5
        assert statuses[5] == 413
        assert world.orders() == []
        # What is left out is told, and what was filled in stays.
        page = browser.send(page.forms[0], brand="edy")
        assert page.status == 422
        assert 'value="edy" required checked' in page.html
        assert browser.send(page.forms[0], agreed="yes").status == 422
        assert browser.send(page.forms[0], brand="x y", agreed="yes").status == 422
        assert browser.send(page.forms[0], brand="bitcoin", agreed="yes").status == 422
        assert world.orders() == []
        assert browser.send(page.forms[0], brand="edy", agreed="yes").status == 200
        assert world.orders() == [("edy", 2_000, "intended")]


def test_pressed_twice_at_once_it_is_one_choice(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    with site(world) as url:
        browser = Browser(url)
        page = enter(world, browser, FOLDER + world.token(recipient))
        form = page.forms[0]
        cookies = dict(browser.http.cookies)

        def press(brand: str) -> int:
            data = {**form.fields, "brand": brand, "agreed": "yes"}
            answer = httpx.post(url + form.action, data=data, cookies=cookies, trust_env=False)
            return answer.status_code

        with ThreadPoolExecutor(6) as pool:
            answers = sorted(pool.map(press, ["edy"] * 6))
        assert answers == [303] * 6
        assert press("amazon") == 422
        assert len(world.orders()) == 1


def test_after_a_denial_the_page_lets_choose_again(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    path = FOLDER + world.token(recipient)
    world.sandbox.faults.add(Fault("denial"))
    with site(world) as url:
        browser = Browser(url)
        page = enter(world, browser, path)
        browser.send(page.forms[0], brand="edy", agreed="yes")
        world.work()
        page = browser.open(path)
        assert "発行できませんでした" in page.text
        page = browser.send(page.forms[0], brand="edy", agreed="yes")
        world.work()
        assert world.orders() == [("edy", 2_000, "denied"), ("edy", 2_000, "issued")]


@pytest.mark.parametrize("seconds", [-1, 0])
def test_the_page_at_the_deadline(world: GiftWorld, seconds: int) -> None:
    recipient = world.owed("aoi", 2_000)
    path = FOLDER + world.token(recipient)
    world.clock.set(DEADLINE - timedelta(minutes=5))
    with site(world) as url:
        browser = Browser(url)
        page = enter(world, browser, path)
        world.clock.set(DEADLINE + timedelta(seconds=seconds))
        answer = browser.send(page.forms[0], brand="edy", agreed="yes")
        assert answer.status == (200 if seconds else 422)
        assert ("受取期限が過ぎました" in answer.text) == (not seconds)
        assert len(world.orders()) == (1 if seconds else 0)
        assert not answer.forms


def test_a_link_of_nobody_and_one_that_was_replaced(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    with site(world) as url:
        browser = Browser(url)
        for token in (
            "a" * 32, "x", "é", "a" * 500, links.token(world.secrets, recipient, 2), "%00",
        ):  # fmt: skip
            page = browser.open(FOLDER + token)
            assert page.status == 404, token
            assert page.forms == []
        answer = browser.http.post(FOLDER + "a" * 32 + "/code", data={"form": "x"})
        assert answer.status_code == 404
        assert "補償" in answer.text


def test_the_cookie_is_kept_from_everybody_else(world: GiftWorld) -> None:
    recipient = world.owed("aoi", 2_000)
    path = FOLDER + world.token(recipient)
    with site(world) as url:
        browser = Browser(url)
        page = browser.send(browser.open(path).forms[0])
        data = {**page.forms[0].fields, "code": world.sent_code()}
        answer = httpx.post(url + page.forms[0].action, data=data, trust_env=False)
        assert answer.status_code == 303
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert f"path={path}" in cookie
        assert "max-age=1800" in cookie
        # Half an hour later the code is asked for again.
        browser.http.cookies.set("gift", answer.cookies["gift"], path=path)
        assert "2,000円" in browser.open(path).text
        world.pass_time(minutes=30)
        assert "2,000円" not in browser.open(path).text
