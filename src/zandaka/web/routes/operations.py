"""One operation, and giving back what it took."""

from typing import Final

from zandaka.operations.restore import Restore, Restored
from zandaka.reads import operations
from zandaka.web import params
from zandaka.web.bodies import RestoreBody
from zandaka.web.endpoint import Endpoint
from zandaka.web.http import Reply, Request, reply
from zandaka.web.problem import Failure
from zandaka.web.services import Services
from zandaka.web.submit import Accepted, submit


async def show(services: Services, request: Request) -> Reply:
    found = await services.readers.read(operations.operation, params.operation(request))
    if found is None:
        raise Failure("not_found", field="operation")
    return reply(found)


async def restore(services: Services, request: Request) -> Reply:
    body: RestoreBody = request.body
    return await submit(
        services,
        request,
        Restore(
            debit=params.operation(request),
            yen=body.yen,
            reason=body.reason,
            incident=body.incident,
            effective_at=body.effective_at,
        ),
    )


ENDPOINTS: Final = (
    Endpoint(
        method="GET", path="/v1/operations/{operation}", tag="operations", roles=("issuer",),
        ja="取引の内容(依頼・結果・仕訳)", en="What was asked, what came of it, and its postings",
        handler=show, answer=operations.OperationView,
    ),
    Endpoint(
        method="POST", path="/v1/operations/{operation}/restorations", tag="redress",
        roles=("issuer",), ja="誤って引き落とした額を戻し入れる(一度だけ)",
        en="Give back what was wrongly debited, once and no more",
        handler=restore, body=RestoreBody, answer=Accepted[Restored], status=201, command=True,
    ),
)  # fmt: skip
