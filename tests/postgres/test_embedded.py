"""The embedded server: started, shared, crashed, brought back."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from zandaka.postgres import Database, EmbeddedPostgres, PostgresUnavailable, postmaster
from zandaka.postgres import cluster as cluster_files
from zandaka.postgres.binaries import program
from zandaka.postgres.machine import memory_bytes
from zandaka.postgres.server_settings import render

ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root may not run PostgreSQL itself")

# A process of its own that uses the server in argv[1], says the server's pid, and waits to be told.
OTHER_PROCESS = """
import sys
from pathlib import Path
from zandaka.postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])) as server:
    print(server.pid, flush=True)
    sys.stdin.readline()
"""


def other_process(data: Path) -> "tuple[subprocess.Popen[str], int]":
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def finish(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def setting(server: EmbeddedPostgres, name: str) -> object:
    with Database(server.conninfo).connect(role=None) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row is not None
    return row[0]


def note(server: EmbeddedPostgres, text: str) -> None:
    with Database(server.conninfo).connect(role=None) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (text text)")
        connection.execute("INSERT INTO notes VALUES (%s)", [text])


def notes(server: EmbeddedPostgres) -> list[object]:
    with Database(server.conninfo).connect(role=None) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM notes")]


def no_space(path: object) -> SimpleNamespace:
    return SimpleNamespace(total=10**12, used=10**12 - 10**6, free=10**6)


def test_starts_keeps_its_data_and_leaves_nothing_running(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "data") as server:
        note(server, "残高")
        first, socket = server.pid, socket_folder(server)
        assert first is not None
        assert socket.stat().st_mode & 0o777 == 0o700
    assert not socket.exists()
    assert not postmaster.runs_on(first, tmp_path / "data" / "postgres")
    with EmbeddedPostgres(tmp_path / "data") as server:
        assert server.pid != first
        assert notes(server) == ["残高"]


def socket_folder(server: EmbeddedPostgres) -> Path:
    return Path(str(conninfo_to_dict(server.conninfo)["host"]))


def test_runs_with_the_settings_that_keep_payments(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path) as server:
        expected = {
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "data_checksums": "on",
            "listen_addresses": "",
            "server_encoding": "UTF8",
            "TimeZone": "UTC",
        }
        assert {name: setting(server, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("memory", "buffers"), [(0, 160), (1 << 30, 160), (8 << 30, 512), (64 << 30, 1024)]
)
def test_its_memory_is_a_part_of_the_machines(memory: int, buffers: int) -> None:
    assert f"shared_buffers = '{buffers}MB'\n" in render("", memory)


def test_it_has_the_memory_that_was_meant_for_it(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path) as server, psycopg.connect(server.conninfo) as connection:
        row = connection.execute(
            "SELECT pg_size_bytes(current_setting('shared_buffers')) >> 20"
        ).fetchone()
    assert row is not None
    assert f"shared_buffers = '{row[0]}MB'\n" in render("", memory_bytes())


def test_an_operator_may_add_settings(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path):
        pass
    (tmp_path / "postgres" / "local.conf").write_text("work_mem = '7MB'\n")
    with EmbeddedPostgres(tmp_path) as server:
        assert setting(server, "work_mem") == "7MB"


def test_a_second_user_attaches_and_the_last_one_stops_it(tmp_path: Path) -> None:
    first = EmbeddedPostgres(tmp_path)
    first.start()
    process, pid = other_process(tmp_path)
    assert pid == first.pid
    first.stop()
    # The other process still uses the server that we started.
    assert postmaster.find(tmp_path / "postgres") == pid
    finish(process)
    assert postmaster.find(tmp_path / "postgres") is None


def test_two_starts_at_once_make_one_server(tmp_path: Path) -> None:
    servers = [EmbeddedPostgres(tmp_path) for _ in range(4)]
    threads = [threading.Thread(target=server.start) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({server.conninfo for server in servers}) == 1
    for server in servers:
        assert setting(server, "port") == "5432"
        server.stop()
    assert postmaster.find(tmp_path / "postgres") is None


def test_stop_and_start_may_be_repeated(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path)
    server.stop()
    server.start()
    server.start()
    server.stop()
    server.stop()
    assert server.pid is None


def test_start_brings_a_killed_server_back_at_the_same_address(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path) as server:
        note(server, "kept")
        address = server.conninfo
        for _ in range(3):
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            server.start()
            assert server.conninfo == address
            assert notes(server) == ["kept"]


def test_a_server_that_could_not_be_brought_back_keeps_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedPostgres(tmp_path) as server:
        note(server, "kept")
        address = server.conninfo
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        with monkeypatch.context() as full:
            full.setattr(cluster_files.shutil, "disk_usage", no_space)
            with pytest.raises(PostgresUnavailable, match=r"is full"):
                server.start()
        server.start()
        assert server.conninfo == address
        assert notes(server) == ["kept"]


def test_a_foreign_socket_folder_is_never_used(tmp_path: Path) -> None:
    # Somebody else took the name while it was free: it is not private, so another one is made.
    taken = tmp_path / "taken"
    taken.mkdir()
    taken.chmod(0o755)
    data = tmp_path / "data"
    data.mkdir()
    (data / "postgres.socket").write_text(f"{taken}\n")
    with EmbeddedPostgres(data) as server:
        assert socket_folder(server) != taken
    assert taken.exists()


def test_waits_for_leftover_processes_of_a_killed_server(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path) as server:
        note(server, "kept")
        with psycopg.connect(server.conninfo) as busy:
            backend = busy.info.backend_pid
            # Stopped, it cannot notice that its server is gone, and holds the shared memory.
            os.kill(backend, signal.SIGSTOP)
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            release = threading.Timer(1.0, os.kill, (backend, signal.SIGCONT))
            release.start()
            began = time.monotonic()
            server.start()
            assert time.monotonic() - began > 0.9
            release.join()
        assert notes(server) == ["kept"]


def test_takes_over_the_server_of_a_killed_user(tmp_path: Path) -> None:
    process, pid = other_process(tmp_path)
    process.kill()
    process.communicate()
    assert postmaster.runs_on(pid, tmp_path / "postgres")
    with EmbeddedPostgres(tmp_path) as server:
        assert server.pid == pid
    assert not postmaster.runs_on(pid, tmp_path / "postgres")


def test_starts_after_everything_was_killed(tmp_path: Path) -> None:
    process, pid = other_process(tmp_path)
    process.kill()
    os.kill(pid, signal.SIGKILL)
    process.communicate()
    assert (tmp_path / "postgres" / "postmaster.pid").exists()
    with EmbeddedPostgres(tmp_path) as server:
        assert server.pid not in (None, pid)


def test_a_stale_pid_file_with_the_number_of_another_process_is_no_server(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path):
        pass
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\nwherever\n")
    with EmbeddedPostgres(tmp_path) as server:
        assert server.pid not in (None, os.getpid())


def test_restarts_a_server_whose_socket_was_cleaned_away(tmp_path: Path) -> None:
    process, pid = other_process(tmp_path)
    process.kill()
    process.communicate()
    folder = Path((tmp_path / "postgres.socket").read_text().strip())
    shutil.rmtree(folder)
    with EmbeddedPostgres(tmp_path) as server:
        assert server.pid not in (None, pid)
        assert socket_folder(server) == folder


def test_an_interrupted_initdb_leaves_no_half_database(tmp_path: Path) -> None:
    (tmp_path / "postgres.new-killed" / "base").mkdir(parents=True)
    with EmbeddedPostgres(tmp_path) as server:
        assert server.pid is not None
    assert not list(tmp_path.glob("postgres.new*"))


def test_runs_in_a_folder_far_deeper_than_a_socket_path_may_be(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["深い-folder-with-a-long-name"] * 8)
    assert len(os.fsencode(deep)) > 300
    with EmbeddedPostgres(deep) as server:
        assert setting(server, "data_directory") == str(deep / "postgres")


def test_a_folder_name_may_hold_blanks_and_quotes(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "it's a = folder") as server:
        assert server.pid is not None


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path) as server:
        assert server.pid is not None
        assert os.getsid(server.pid) != os.getsid(0)
        assert os.getpgid(server.pid) != os.getpgid(0)


@needs_root
def test_as_root_another_user_runs_it_below_folders_only_root_may_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    installed = Path(program("postgres")).parents[2]
    shutil.copytree(installed, private / "site" / installed.name, symlinks=True)
    libraries = installed.parent / f"{installed.name}.libs"
    if libraries.exists():
        shutil.copytree(libraries, private / "site" / libraries.name)
    monkeypatch.setattr(sys, "path", [str(private / "site"), *sys.path])
    program.cache_clear()
    try:
        assert program("postgres").startswith(str(private))
        with EmbeddedPostgres(private / "data") as server:
            assert server.pid is not None
            assert Path(f"/proc/{server.pid}").stat().st_uid != 0
            status = Path(f"/proc/{server.pid}/status").read_text()
            # One right of root's, no other: to pass file permissions (bit 1).
            assert "CapEff:\t0000000000000002\n" in status
            note(server, "kept")
        with EmbeddedPostgres(private / "data") as server:
            assert notes(server) == ["kept"]
    finally:
        program.cache_clear()
    assert private.stat().st_mode & 0o777 == 0o700


@needs_root
def test_as_root_the_owner_of_the_data_folder_runs_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    os.chown(data, 1, 1)
    with EmbeddedPostgres(data) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid == 1
    assert {path.stat().st_uid for path in data.iterdir()} == {1}


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_files.shutil, "disk_usage", no_space)
    with pytest.raises(PostgresUnavailable, match=r"^The disk that holds .* is full: .*\.$"):
        EmbeddedPostgres(tmp_path).start()
    assert not (tmp_path / "postgres").exists()


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PostgresUnavailable, match=r"^The folder .*/file/data cannot be used .*\.$"):
        EmbeddedPostgres(tmp_path / "file" / "data").start()


def test_a_broken_configuration_is_one_sentence_and_nothing_stays(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path):
        pass
    (tmp_path / "postgres" / "local.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(PostgresUnavailable, match=r"no_such_setting") as raised:
        EmbeddedPostgres(tmp_path).start()
    assert "\n" not in str(raised.value)
    assert postmaster.find(tmp_path / "postgres") is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("FATAL:  could not write file: No space left on device", "the disk that holds"),
        ("FATAL:  could not open x: Permission denied", "may not use the folder"),
        ("FATAL:  database files are incompatible with server", "another major version"),
        ("initdb: error: could not create x: Read-only file system", "read-only disk"),
        ("", "it gave no reason"),
    ],
)
def test_what_postgresql_says_becomes_one_sentence(said: str, sentence: str) -> None:
    explained = cluster_files.explain(Path("/d/postgres"), said)
    assert sentence in explained
    assert "\n" not in explained
    assert explained.rstrip(")").endswith(".") or explained.endswith(").")
