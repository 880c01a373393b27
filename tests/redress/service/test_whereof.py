"""Every action is found by its incident in the audit trail."""

from typing import Any

import pytest

from zandaka.postgres import Database
from zandaka.redress import whereof
from zandaka.redress.action import Action
from zandaka.redress.registry import ACTIONS


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_every_action_names_its_incident_or_something_of_it(action: type[Action]) -> None:
    fields = action.__struct_fields__
    if "incident" in fields and action.verb != "report_bounce":
        return
    named = {*fields, *action.outcome.__struct_fields__} & set(whereof.NAMED)
    assert named, f"add to whereof.NAMED what {action.verb} names"
    assert not named & action.private


@pytest.mark.parametrize("field", whereof.NAMED)
def test_each_is_looked_up_and_may_be_unknown(database: Database, field: str) -> None:
    unknown: Any = "00000000-0000-0000-0000-000000000000" if field == "order" else 99
    with database.connect() as connection:
        assert whereof.incident(connection, {field: unknown}, {}) == ""
        assert whereof.incident(connection, {}, {field: unknown}) == ""
        assert whereof.incident(connection, {"incident": "x", field: unknown}, {}) == "x"
        assert whereof.incident(connection, {}, {}) == ""
