"""A case that would have to be guessed at is refused, with the line and the key."""

from pathlib import Path

import pytest

from zandaka.cases.errors import CaseError
from zandaka.cases.model import Step
from zandaka.cases.read import parse_case

GOOD = """\
rules = ["R8"]
clock = 2023-02-23T15:00:00+09:00
[title]
ja = "例"
en = "An example"
[[merchant]]
id = "soba-ya"
prefecture = "20"
[[step]]
do = "issue"
as = "coupon"
campaign = "travel-support"
prefecture = "20"
trip = { kind = "stay", check_in = 2023-02-23, nights = 1 }
expect = { yen = 2_000 }
[[step]]
at = 2023-02-24T18:00:00+09:00
do = "pay"
as = "press"
wallet = "coupon"
merchant = "soba-ya"
yen = 500
[[check]]
balances = { coupon = 1_500 }
"""

PAY = 'do = "pay"\nas = "press"'
CHECK = "balances = { coupon = 1_500 }"


def test_the_good_one_reads_in_its_order() -> None:
    case = parse_case(GOOD, Path("x.toml"))
    assert [one.line for one in case.story] == [9, 16, 23]
    assert [one.at.isoformat() for one in case.story] == [
        "2023-02-23T15:00:00+09:00",
        "2023-02-24T18:00:00+09:00",
        "2023-02-24T18:00:00+09:00",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # keys nobody reads
        ('rules = ["R8"]', 'rules = ["R8"]\nrule = "R8"', "x.toml: unknown key `rule`"),
        ('prefecture = "20"\n[[', 'prefecture = "20"\narea = 1\n[[', "unknown key `area`"),
        (PAY, PAY + "\nyenn = 500", "x.toml:16: step 2: unknown key `yenn`"),
        (PAY, PAY + "\nguests = 2", "unknown key `guests` for pay"),
        ('do = "issue"', 'do = "issue"\nsecrets = []', "unknown key `secrets`: give guests = n"),
        ("nights = 1 }", "nights = 1, rooms = 2 }", "step 1: unknown key `rooms` - at `trip`"),
        ("{ yen = 2_000 }", "{ yenn = 2_000 }", "step 1: unknown key `expect.yenn`"),
        ("{ yen = 2_000 }", "{ coupons = [{ no = 1 }] }", "unknown key `expect.coupons.no`"),
        (CHECK, CHECK + "\nwhen = 1", "x.toml:23: check 1: unknown key `when`"),
        (CHECK, 'wallet = "coupon"\nlots = [{ yenn = 1 }]', "unknown key `yenn` - at `lots[0]`"),
        # names
        ('wallet = "coupon"', 'wallet = "kupon"', "nothing above is named 'kupon' - at `wallet`"),
        (CHECK, "balances = { kupon = 1 }", "nothing above is named 'kupon'"),
        (CHECK, "balances = { press = 1 }", "'press' names an operation, not a coupon or a wallet"),
        (CHECK, "gifts = { press = 1 }", "'press' names an operation, not a coupon"),
        (
            PAY,
            'do = "refund"\npayment = "coupon"\n' + "#",
            "unknown key `wallet`",
        ),
        ('as = "press"', 'as = "coupon"', "the name 'coupon' is taken"),
        ('as = "press"', 'as = "w1-2"', "no identifier"),
        ('as = "press"', 'as = "Press"', "small letters"),
        ('as = "coupon"', 'as = ["a", "b"]', "as must give 1 names"),
        # figures
        ("yen = 500", "yen = 500.0", "yen: amounts are whole yen"),
        ("yen = 500", "yen = 0", "Expected `int` >= 1 - at `yen`"),
        ("yen = 500", 'yen = "500"', "Expected `int`, got `str` - at `yen`"),
        ("yen = 500", 'yen = "５００"', "Expected `int`, got `str` - at `yen`"),
        ("18:00:00+09:00", "18:00:00", "at: an instant needs its offset"),
        ("2023-02-24T18:00:00+09:00", '"2023-02-24T18:00:00+09:00"', "at `at`"),
        ("2023-02-24T18:00:00+09:00", "2023-02-23T14:59:59+09:00", "lies before what stands above"),
        # checks that say nothing
        (CHECK, "", "no kind of check"),
        (CHECK, "balances = {}", "names no wallet"),
        (CHECK, 'wallet = "coupon"', "says nothing of the wallet"),
        (CHECK, 'debits = { coupon = "coupon" }', "says nothing of the debits"),
        (CHECK, "attempts = {}", "says nothing of the attempts"),
        (CHECK, 'inquiry = "coupon"', "says nothing of what is found"),
        (CHECK, "accounts = {}", "names no account"),
        (CHECK, "accounts.merchant_payable.sobaya = 0", "nothing of that name in this case"),
        (CHECK, "accounts.compensation_expense.other = 0", "nothing of that name in this case"),
        (CHECK, "accounts.gift_payable.press = 0", "nothing of that name in this case"),
        (CHECK, "accounts.lot = 0", "lot is no account"),
        (CHECK, 'debits = { merchant = "soba" }\ncount = 0', "no merchant 'soba' in this case"),
        (CHECK, "sum_of_books = 1", "double entry knows one answer: 0"),
        (CHECK, "verify = false", "verify = true is all there is to say"),
        (CHECK, CHECK + "\nin_flight = 0", "two checks in one: balances and in_flight"),
        (
            CHECK,
            CHECK + "\nknown_at = 2023-02-24T18:00:00+09:00",
            "known_at goes with as_of",
        ),
        # what is expected
        ("{ yen = 2_000 }", '{ refused = "expired" }', "'expired' is no code of a refusal"),
        ("{ yen = 2_000 }", "{}", "expect says nothing"),
        ("{ yen = 2_000 }", "{ key_reused = true, yen = 1 }", "stands alone"),
        (
            PAY,
            PAY + '\noutage = "unreachable"\nexpect = { yen = 1 }',
            "reached no book",
        ),
        # the file
        ('do = "pay"', 'do = "arrive"', "do must be one of open_wallet, issue"),
        ('rules = ["R8"]', "rules = []", "rules names no rule"),
        ('rules = ["R8"]', 'rules = ["8"]', "'8' is no rule"),
        ('en = "An example"', "", "the key `en` is missing - at `title`"),
        ('ja = "例"', 'ja = " "', "title needs ja and en"),
        ('ja = "例"', 'ja = """\n[[step]]\n"""', "their order is the order of the file"),
        ('ja = "例"', "ja = 例", "is not TOML"),
        ("clock = 2023-02-23T15:00:00+09:00", "", "at is missing, and the case has no clock"),
    ],
)
def test_what_is_refused(old: str, new: str, told: str) -> None:
    assert GOOD.count(old) == 1, old
    with pytest.raises(CaseError) as refused:
        parse_case(GOOD.replace(old, new), Path("x.toml"))
    assert told in str(refused.value)


NETWORK = """\
rules = ["R78"]
clock = 2024-05-01T10:00:00+09:00
[title]
ja = "例"
en = "An example"
[[merchant]]
id = "mastercard"
prefecture = "13"
networks = ["mastercard"]
[[merchant]]
id = "soba-ya"
prefecture = "13"
networks = ["mastercard"]
[[step]]
do = "issue_media"
as = "card"
product = "webmoney-prepaid-card-lite"
[[step]]
do = "network_message"
by = "mastercard"
key = "asked"
as = ["held", "more"]
kind = "authorise"
reference = "hotel"
wallet = "card"
amount = "100"
expect = { approved = true }
[[step]]
do = "capture"
hold = "held"
merchant = "mastercard"
"""


def test_a_message_of_a_network_reads_as_a_step() -> None:
    case = parse_case(NETWORK, Path("x.toml"))
    step = case.story[1]
    assert isinstance(step, Step)
    assert (step.by, step.key, step.made) == ("mastercard", "asked", ("held", "more"))
    assert set(step.fields) == {"kind", "reference", "wallet", "amount"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('by = "mastercard"', 'by = "soba-ya"', "by must be a network: a [[merchant]] that has"),
        ('by = "mastercard"', "", "x.toml:18: step 2: by must be a network"),
        ('key = "asked"', 'key = "step 1"', "key: 'step 1' must be up to 64 letters"),
        ('key = "asked"', 'message = "m1"', "a message's name is its key"),
        ('kind = "authorise"', 'kind = "ask"', "Invalid enum value 'ask' - at `kind`"),
        ('reference = "hotel"', "", "the key `reference` is missing"),
        ('amount = "100"', "amount = 100", "got `int` - at `amount`"),
        ('amount = "100"', 'amount = "1,00"', "at `amount`"),
        ('amount = "100"', 'amount = "100"\nyen = 1', "unknown key `yen`"),
        ('amount = "100"', 'amount = "1"\noutage = "timed_out"', "goes to no book"),
        ('wallet = "card"', 'wallet = "kard"', "nothing above is named 'kard' - at `wallet`"),
        ("{ approved = true }", "{ balance = 1 }", "unknown key `expect.balance`"),
        ("{ approved = true }", '{ refused = "no" }', "'no' is no code of a refusal"),
        ("{ approved = true }", "{ replayed = true }", "unknown key `expect.replayed`"),
        ("{ approved = true }", "{ unanswered = true, yen = 1 }", "stands alone"),
        ('hold = "held"', 'hold = "less"', "nothing above is named 'less'"),
    ],
)
def test_what_a_network_cannot_have_told_is_refused(old: str, new: str, told: str) -> None:
    assert NETWORK.count(old) == 1, old
    with pytest.raises(CaseError) as refused:
        parse_case(NETWORK.replace(old, new), Path("x.toml"))
    assert told in str(refused.value)


def test_a_case_without_any_figure_is_refused() -> None:
    text = GOOD.replace("expect = { yen = 2_000 }", "").split("[[check]]")[0]
    with pytest.raises(CaseError, match="nothing is expected or checked"):
        parse_case(text, Path("x.toml"))
