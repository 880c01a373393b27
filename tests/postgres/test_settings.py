"""Settings: defaults, limits, and errors that name the variable and its rule."""

import threading
from pathlib import Path

import pytest

from zandaka.settings import Settings, SettingsError, load_secret

KEY = "ab" * 32


def test_nothing_needs_to_be_set() -> None:
    settings = Settings.from_env({})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.books) == ("127.0.0.1", 8400, 4)
    assert settings.database_url is None
    assert settings.data == Path("data")
    assert (settings.terms.name, settings.terms.is_absolute()) == ("terms", True)


def test_an_empty_variable_counts_as_not_set() -> None:
    names = ("DATABASE_URL", "PORT", "HOST", "DATA", "TERMS", "BOOKS", "SECRET")
    assert Settings.from_env({f"ZANDAKA_{name}": " " for name in names}) == Settings()


def test_everything_can_be_set() -> None:
    assert Settings.from_env(
        {
            "ZANDAKA_DATABASE_URL": "postgresql://host/name",
            "ZANDAKA_PORT": "80",
            "ZANDAKA_HOST": "::1",
            "ZANDAKA_DATA": "/d",
            "ZANDAKA_TERMS": "/t",
            "ZANDAKA_BOOKS": "1024",
            "ZANDAKA_SECRET": KEY,
        }
    ) == Settings(
        database_url="postgresql://host/name",
        port=80,
        host="::1",
        data=Path("/d"),
        terms=Path("/t"),
        books=1024,
        secret=bytes.fromhex(KEY),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZANDAKA_PORT", "0"),
        ("ZANDAKA_PORT", "65536"),
        ("ZANDAKA_PORT", "-1"),
        ("ZANDAKA_PORT", "8_400"),
        ("ZANDAKA_PORT", "８４００"),
        ("ZANDAKA_PORT", "http"),
        ("ZANDAKA_BOOKS", "0"),
        ("ZANDAKA_BOOKS", "1025"),
        ("ZANDAKA_BOOKS", "4.0"),
        ("ZANDAKA_HOST", "a b"),
        ("ZANDAKA_DATABASE_URL", "mysql://host/name"),
        ("ZANDAKA_SECRET", "ab" * 31),
        ("ZANDAKA_SECRET", "ab" * 32 + "a"),
        ("ZANDAKA_SECRET", "zz" * 32),
        ("ZANDAKA_DATA", "a\0b"),
    ],
)
def test_a_bad_value_is_named_with_its_rule(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_env({name: value})
    assert raised.value.variable == name
    assert str(raised.value).startswith(f"{name} must be ")


def test_a_wrong_secret_is_never_repeated() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_env({"ZANDAKA_SECRET": "hunter2"})
    assert "hunter2" not in str(raised.value)


def test_the_representation_hides_secret_and_password() -> None:
    settings = Settings(database_url="postgresql://me:hunter2@host/n", secret=bytes.fromhex(KEY))
    assert "hunter2" not in repr(settings)
    assert KEY not in repr(settings)
    assert "xab" not in repr(settings)


def test_the_secret_file_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(load_secret(settings))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    assert len(made[0]) == 32
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_a_set_secret_needs_no_file(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", secret=bytes.fromhex(KEY))
    assert load_secret(settings) == bytes.fromhex(KEY)
    assert not (tmp_path / "data").exists()


def test_a_damaged_secret_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("ab")
    with pytest.raises(SettingsError, match=r"secret"):
        load_secret(Settings(data=tmp_path))
