"""The providers that the settings name."""

from typing import Final

from zandaka.clock import Clock
from zandaka.providers.gift.http import HttpGifts
from zandaka.providers.gift.port import GiftProvider
from zandaka.providers.identity.http import HttpIdentity
from zandaka.providers.mail.folder import FolderMail
from zandaka.providers.mail.letter import Origin
from zandaka.providers.mail.port import MailSender
from zandaka.providers.mail.smtp import Relay, SmtpSender
from zandaka.providers.money.http import HttpMoney
from zandaka.providers.money.port import MoneyProvider
from zandaka.providers.rates.http import HttpRates
from zandaka.providers.rates.port import RateProvider
from zandaka.providers.rates.table import FileRates
from zandaka.providers.sms.folder import FolderSms
from zandaka.providers.sms.http import HttpSms
from zandaka.providers.sms.port import SmsSender
from zandaka.redress.service import Providers
from zandaka.settings import Settings, SettingsError

_SAMPLE: Final = "Zandaka <notice@zandaka.example>"


def providers_from(settings: Settings, clock: Clock | None = None) -> Providers:
    """Whom the settings name; where a channel has nobody, its messages lie as files in `outbox`, or
    wait where that is not set either. Nothing is called yet. Raises SettingsError."""
    return Providers(
        gift=_gift(settings),
        mail=_mail(settings, clock),
        sms=_sms(settings),
        atm=_money(settings.atm_url, settings.atm_token),
        funding=_money(settings.funding_url, settings.funding_token),
        rates=_rates(settings),
        identity=HttpIdentity(settings.identity_url, settings.identity_token)
        if settings.identity_url
        else None,
        public_url=settings.public,
    )


def _gift(settings: Settings) -> GiftProvider | None:
    return HttpGifts(settings.gifts_url, settings.gifts_token) if settings.gifts_url else None


def _rates(settings: Settings) -> RateProvider | None:
    if settings.rates_url is not None:
        return HttpRates(settings.rates_url, settings.rates_token)
    return None if settings.rates_file is None else FileRates(settings.rates_file)


def _money(url: str | None, token: str) -> MoneyProvider | None:
    return HttpMoney(url, token) if url else None


def _mail(settings: Settings, clock: Clock | None) -> MailSender | None:
    try:
        origin = Origin.parse(
            settings.mail_from or _SAMPLE,
            reply_to=settings.mail_reply_to,
            bounces=settings.mail_bounces,
        )
    except ValueError as error:
        raise SettingsError("ZANDAKA_MAIL_FROM (or _REPLY_TO, _BOUNCES)", str(error)) from None
    if settings.smtp_url is None:
        return FolderMail(settings.outbox / "mail", origin, clock) if settings.outbox else None
    try:
        relay = Relay.parse(settings.smtp_url)
    except ValueError as error:
        raise SettingsError("ZANDAKA_SMTP_URL", str(error)) from None
    return SmtpSender(relay, origin, per_second=settings.mail_per_second, clock=clock)


def _sms(settings: Settings) -> SmsSender | None:
    if settings.sms_url is None:
        return FolderSms(settings.outbox / "sms") if settings.outbox else None
    return HttpSms(settings.sms_url, settings.sms_token, per_second=settings.sms_per_second)
