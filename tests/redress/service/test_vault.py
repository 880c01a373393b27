"""What is sealed opens again, under the same secret and label only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zandaka.directory.vault import SealBroken, Vault

VAULT = Vault(b"k" * 32)


@given(st.text(), st.text(max_size=20))
def test_opens_what_it_sealed(text: str, label: str) -> None:
    assert VAULT.open(label, VAULT.seal(label, text)) == text


@given(st.text(min_size=1), st.data())
def test_any_changed_byte_is_noticed(text: str, data: st.DataObject) -> None:
    sealed = bytearray(VAULT.seal("mail", text))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        VAULT.open("mail", bytes(sealed))


def test_neither_another_label_nor_another_secret_opens_it() -> None:
    sealed = VAULT.seal("mail", "a@example.jp")
    with pytest.raises(SealBroken):
        VAULT.open("phone", sealed)
    with pytest.raises(SealBroken):
        Vault(b"x" * 32).open("mail", sealed)


def test_the_same_text_is_never_sealed_alike_and_always_found() -> None:
    assert VAULT.seal("mail", "a") != VAULT.seal("mail", "a")
    assert VAULT.fingerprint("mail", "a") == VAULT.fingerprint("mail", "a")
    assert VAULT.fingerprint("mail", "a") != VAULT.fingerprint("phone", "a")
    assert VAULT.fingerprint("mail", "a") != Vault(b"x" * 32).fingerprint("mail", "a")


def test_nothing_of_the_text_is_in_the_seal() -> None:
    assert b"example" not in VAULT.seal("mail", "someone@example.jp")
