"""Banks and branches: which exist, and names that every file can carry."""

from typing import Any, cast

import pytest
from zengin_code import Bank

from zandaka.errors import Invalid
from zandaka.providers.bank.directory import Office, office


def test_a_branch_with_its_names() -> None:
    assert office("0001", "001") == Office("0001", "ﾐｽﾞﾎ", "001", "ﾄｳｷﾖｳ")
    assert office("0005", "001").bank_name == "ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ"


@pytest.mark.parametrize(
    ("bank", "branch", "field"),
    [("9999", "001", "bank"), ("1", "001", "bank"), ("0001", "000", "branch"),
     ("0001", "1", "branch"), ("", "", "bank")],
)  # fmt: skip
def test_the_error_names_the_field(bank: str, branch: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        office(bank, branch)
    assert caught.value.field == field


def test_every_branch_of_the_list_has_names_a_file_takes() -> None:
    names = [
        name
        for bank, one in cast("dict[str, Any]", Bank.all).items()
        for branch in one.branches
        for found in [office(bank, branch)]
        for name in (found.bank_name, found.branch_name)
    ]
    assert len(names) > 50_000
    assert all(0 < len(name.encode("shift_jis")) <= 15 for name in names)
    assert not any(name[0] in "ﾞﾟ" for name in names)
