"""How the embedded server is set up: every value with its reason, in one place."""

from typing import Final

import msgspec


class ServerSetting(msgspec.Struct, frozen=True):
    """One line of the server's configuration. `value` as PostgreSQL reads it, with its unit."""

    name: str
    value: str
    why: str


SERVER_SETTINGS: Final[tuple[ServerSetting, ...]] = (
    ServerSetting("listen_addresses", "", "reached by its private socket only, never by network"),
    ServerSetting("unix_socket_permissions", "0700", "the socket is its owner's alone"),
    ServerSetting("max_connections", "60", "writers, readers, jobs and the command line together"),
    ServerSetting("fsync", "on", "an acknowledged payment survives a power cut"),
    ServerSetting(
        "synchronous_commit", "on", "an answer is given only after the commit is on disk"
    ),
    ServerSetting("full_page_writes", "on", "a page half written in a crash can be repaired"),
    ServerSetting(
        "max_wal_size", "4GB", "batches write much WAL: checkpoints by time, not by size"
    ),
    ServerSetting("min_wal_size", "512MB", "WAL files are reused, not made anew under load"),
    ServerSetting("checkpoint_timeout", "15min", "fewer full-page images; recovery stays short"),
    ServerSetting("jit", "off", "the queries are short: compiling them costs more than it saves"),
    ServerSetting(
        "timezone", "UTC", "times are stored in UTC; Japan's days are the rules' business"
    ),
    ServerSetting("log_timezone", "UTC", "the log is read beside the database's own times"),
    ServerSetting("logging_collector", "on", "the log goes to files that rotate"),
    ServerSetting("log_directory", "log", "inside the data folder"),
    ServerSetting("log_filename", "postgresql-%a.log", "one file per weekday ..."),
    ServerSetting("log_rotation_age", "1d", "... begun anew each day ..."),
    ServerSetting("log_rotation_size", "0", "... and not split within it ..."),
    ServerSetting("log_truncate_on_rotation", "on", "... so that a week is kept"),
    ServerSetting("log_line_prefix", "%m [%p] %q%a ", "when, which process, which application"),
)


def render(configure_flags: str, memory_bytes: int) -> str:
    """The text of the configuration file. `configure_flags` is what `pg_config --configure` says:
    a value that the build does not know would keep the server from starting. `memory_bytes` is
    what the machine has."""
    lines = ["# Written by Zandaka at every start. Put your own settings in local.conf beside it."]
    by_machine = (_shared_buffers(memory_bytes), _wal_compression(configure_flags))
    for setting in (*SERVER_SETTINGS, *by_machine):
        lines += [f"# {setting.why}", f"{setting.name} = '{setting.value}'"]
    return "\n".join(lines) + "\n"


def _shared_buffers(memory_bytes: int) -> ServerSetting:
    # The indexes over keys and lots are written at random places: ten million transfers have a
    # gigabyte of them, and what is not in here is read and written back for each payment.
    megabytes = min(max(memory_bytes // 16 >> 20, 160), 1024)
    why = "a sixteenth of the machine's memory, from 160 MB to 1 GB; taken as it is used"
    return ServerSetting("shared_buffers", f"{megabytes}MB", why)


def _wal_compression(configure_flags: str) -> ServerSetting:
    if "--with-lz4" in configure_flags:
        return ServerSetting("wal_compression", "lz4", "full-page images are most of the WAL")
    # Measured on ten million transfers, the first payments after a checkpoint: 16,000 a second
    # without and 9,000 with pglz, which takes longer over a page than a disk to write it.
    return ServerSetting("wal_compression", "off", "pglz takes longer than the disk would")
