"""A PostgreSQL of the tests' own: started on a free port as an ordinary user, and killed when they like."""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

PROGRAMS = [Path(found).parent for found in (shutil.which("initdb"),) if found] + sorted(
    Path("/usr/lib/postgresql").glob("*/bin"), reverse=True
)


def has_postgres():
    """Tell whether there is one to test with."""
    return bool(os.environ.get("POLYCITE_POSTGRES") or PROGRAMS)


class Server:
    """PostgreSQL in a temporary folder."""

    def __init__(self):
        self._folder = Path(tempfile.mkdtemp(prefix="polycite-postgres-"))
        self._port = free_port()
        # It refuses to run as root.
        self._user = pwd.getpwnam("nobody") if os.getuid() == 0 else None
        if self._user:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._run(
            "initdb", "-U", "polycite", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        ).wait()
        self.start()
        atexit.register(self._end)

    @property
    def address(self):
        return f"postgresql://polycite@127.0.0.1:{self._port}/postgres"

    def start(self):
        """Start it again, and wait until it answers."""
        self._process = self._run(
            "postgres", "-p", str(self._port), "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=50",
        )  # fmt: skip
        for _ in range(300):
            try:
                import psycopg

                psycopg.connect(self.address).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise TimeoutError((self._folder / "log").read_text())

    def kill(self):
        """Let it die where it stands, without a word to anybody."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()

    def _run(self, program, *arguments):
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [PROGRAMS[0] / program, "-D", self._folder / "held", *arguments],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                user=self._user and self._user.pw_uid,
                group=self._user and self._user.pw_gid,
                extra_groups=self._user and [],
            )

    def _end(self):
        self.kill()
        shutil.rmtree(self._folder)


class Milvus:
    """A Milvus Lite that serves on a port of its own, in a process that can be killed."""

    def __init__(self, folder):
        self._folder, self._port = folder, free_port()
        self.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self._port}"

    def start(self):
        """Start it again, and wait until it answers."""
        program = Path(sys.executable).with_name("milvus-lite")
        with Path(f"{self._folder}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    program,
                    "server",
                    "--data-dir",
                    self._folder,
                    "--host",
                    "127.0.0.1",
                    "--port",
                    str(self._port),
                ],
                stdout=log,
                stderr=log,
            )
        for _ in range(300):
            with socket.socket() as asking:
                if not asking.connect_ex(("127.0.0.1", self._port)):
                    return
            time.sleep(0.1)
        raise TimeoutError(Path(f"{self._folder}.log").read_text())

    def kill(self):
        """Let it die where it stands."""
        self._process.kill()
        self._process.wait()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@cache
def server():
    """Return the one that all tests share."""
    return Server()


def postgres_address():
    """Return where the record of a test goes: the server that POLYCITE_POSTGRES names, or our own."""
    return os.environ.get("POLYCITE_POSTGRES") or server().address
