"""A process of its own on the tests' database: it asks cash machines, and tells the books, until
there is nothing more to do.

`machine_worker.py CONNINFO INSTANT MASTER URL TOKEN`; it begins once a line comes in."""

import sys
from datetime import datetime

from zandaka.clock import SetClock
from zandaka.directory.secrets import Secrets
from zandaka.directory.vault import Vault
from zandaka.funds.work.machines import AskMachines
from zandaka.funds.work.payout_alarms import RaisePayoutAlarms
from zandaka.funds.work.payouts import BookPayouts
from zandaka.ledger.ledger import Ledger
from zandaka.postgres import Database
from zandaka.providers.money.http import HttpMoney
from zandaka.redress.service import Providers, Redress
from zandaka.redress.worker import until_idle
from zandaka.settings import REPOSITORY_TERMS
from zandaka.terms.load import load_terms


def main(conninfo: str, instant: str, master: str, url: str, token: str) -> None:
    database = Database(conninfo)
    clock = SetClock(datetime.fromisoformat(instant))
    key = bytes.fromhex(master)
    atm = HttpMoney(url, token)
    with Ledger(database.connect, load_terms(REPOSITORY_TERMS), 2, clock) as ledger:
        redress = Redress(database.connect, ledger, Secrets(key), Vault(key), Providers(atm=atm))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        until_idle(redress, (AskMachines(), BookPayouts(), RaisePayoutAlarms()))
    atm.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
