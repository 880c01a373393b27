"""Providers as the environment names them."""

from pathlib import Path

import pytest

from zandaka.providers.gift.http import HttpGifts
from zandaka.providers.mail.folder import FolderMail
from zandaka.providers.mail.smtp import SmtpSender
from zandaka.providers.sms.folder import FolderSms
from zandaka.providers.sms.http import HttpSms
from zandaka.redress.providers import providers_from
from zandaka.settings import Settings, SettingsError

ALL = {
    "ZANDAKA_PUBLIC_URL": "https://hosho.example.jp/",
    "ZANDAKA_SMTP_URL": "smtps://desk:hidden1@mail.example.jp",
    "ZANDAKA_MAIL_FROM": "補償窓口 <desk@example.jp>",
    "ZANDAKA_MAIL_REPLY_TO": "ask@example.jp",
    "ZANDAKA_MAIL_BOUNCES": "bounce@example.jp",
    "ZANDAKA_SMS_URL": "https://sms.example.jp/v1",
    "ZANDAKA_SMS_TOKEN": "hidden2",
    "ZANDAKA_GIFTS_URL": "http://127.0.0.1:8410",
    "ZANDAKA_GIFTS_TOKEN": "hidden3",
}


def test_nobody_is_asked_where_nobody_is_named() -> None:
    providers = providers_from(Settings.from_env({}))
    assert (providers.mail, providers.sms, providers.gift) == (None, None, None)
    assert providers.public_url == "http://127.0.0.1:8400"


def test_whoever_is_named_is_asked() -> None:
    providers = providers_from(Settings.from_env(ALL))
    assert isinstance(providers.mail, SmtpSender)
    assert isinstance(providers.sms, HttpSms)
    assert isinstance(providers.gift, HttpGifts)
    assert providers.public_url == "https://hosho.example.jp"


def test_an_outbox_takes_what_nobody_carries(tmp_path: Path) -> None:
    providers = providers_from(Settings.from_env({"ZANDAKA_OUTBOX": str(tmp_path)}))
    assert isinstance(providers.mail, FolderMail)
    assert isinstance(providers.sms, FolderSms)
    both = providers_from(Settings.from_env({**ALL, "ZANDAKA_OUTBOX": str(tmp_path)}))
    assert isinstance(both.mail, SmtpSender)
    assert isinstance(both.sms, HttpSms)


def test_nothing_secret_is_shown() -> None:
    settings = Settings.from_env(ALL)
    for text in (repr(settings), str(settings), repr(providers_from(settings))):
        assert "hidden" not in text


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"ZANDAKA_SMTP_URL": "hidden1.example.jp:25"}, "ZANDAKA_SMTP_URL"),
        ({"ZANDAKA_SMTP_URL": "smtp://desk:hidden1@h:99999"}, "ZANDAKA_SMTP_URL"),
        ({"ZANDAKA_MAIL_FROM": ""}, "ZANDAKA_MAIL_FROM"),
        ({"ZANDAKA_MAIL_FROM": "nobody"}, "ZANDAKA_MAIL_FROM"),
        ({"ZANDAKA_MAIL_FROM": "a@example.jp\r\nBcc: x@example.jp"}, "ZANDAKA_MAIL_FROM"),
        ({"ZANDAKA_MAIL_BOUNCES": "here"}, "ZANDAKA_MAIL_FROM"),
        ({"ZANDAKA_SMS_URL": "http://sms.example.jp"}, "ZANDAKA_SMS_URL"),
        ({"ZANDAKA_SMS_URL": "http://127.0.0.1.example.jp/"}, "ZANDAKA_SMS_URL"),
        ({"ZANDAKA_SMS_TOKEN": ""}, "ZANDAKA_SMS_TOKEN"),
        ({"ZANDAKA_GIFTS_URL": "ftp://hidden3"}, "ZANDAKA_GIFTS_URL"),
        ({"ZANDAKA_GIFTS_TOKEN": " "}, "ZANDAKA_GIFTS_TOKEN"),
        ({"ZANDAKA_PUBLIC_URL": "hosho.example.jp"}, "ZANDAKA_PUBLIC_URL"),
        ({"ZANDAKA_MAIL_PER_SECOND": "0"}, "ZANDAKA_MAIL_PER_SECOND"),
    ],
)
def test_what_cannot_be_used_is_named_and_not_repeated(change: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as told:
        providers_from(Settings.from_env({**ALL, **change}))
    assert str(told.value).startswith(named)
    assert "hidden" not in str(told.value)
