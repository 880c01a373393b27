"""Repayment by bank transfer as operators read it, and the file for the bank (R28)."""

from typing import Final

from zandaka.errors import Invalid
from zandaka.redress.bank import view
from zandaka.web.endpoint import Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services


async def of_incident(services: Services, request: Request) -> Reply:
    incident = request.path["incident"]
    if incident not in services.terms.incidents:
        raise Failure("not_found", field="incident")
    return reply(await services.readers.read(view.of_incident, incident))


async def refund(services: Services, request: Request) -> Reply:
    number = _number(request, "refund")
    found = await services.readers.read(view.refund, services.redress.vault, number)
    if found is None:
        raise Failure("not_found", field="refund")
    return reply(found)


async def file(services: Services, request: Request) -> Reply:
    number = _number(request, "file")
    found = await services.readers.read(view.file, services.redress.vault, number)
    if found is None:
        raise Failure("not_found", field="file")
    return reply(found)


def _number(request: Request, name: str) -> int:
    text = request.path[name]
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid(name, "must be a number")
    return int(text)


ENDPOINTS: Final = (
    Endpoint(
        method="GET", path="/v1/incidents/{incident}/bank-refunds", tag="bank",
        roles=("operator", "issuer"), ja="振込での返金の状況とファイル",
        en="Where an incident's bank refunds stand, and its files",
        handler=of_incident, answer=view.BankRefunds,
    ),
    Endpoint(
        method="GET", path="/v1/bank-refunds/{refund}", tag="bank", roles=("operator",),
        ja="振込の申請一件(個人情報を含む)と履歴",
        en="One bank refund with its history; personal data is shown",
        handler=refund, answer=view.BankRefundFile,
    ),
    Endpoint(
        method="GET", path="/v1/bank-files/{file}", tag="bank", roles=("operator",),
        ja="振込ファイル(引渡し後は中身も)",
        en="A transfer file, with its bytes in base64 once released",
        handler=file, answer=view.TransferFile,
    ),
)  # fmt: skip
