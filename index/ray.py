"""Files that the machines of a Ray cluster read.

Tasks, not actors: Ray keeps the process of a task and with it the model, gives an errand to whichever core is
free, and that of a machine which is lost to another. An actor that was lost waits for room to begin again,
and what it was sent waits with it.
"""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from index.workers import AHEAD, Errand, Pool, Read, WorkersError, run

# How often an errand is given to another worker before its file is said to have failed. Never to stop would
# hang on the one file that kills whoever reads it.
RETRIES = 20
SECONDS = 10


@contextmanager
def on_ray(address: str) -> Iterator[Pool]:
    """Yield the pool of all cores of the Ray cluster at `address`; empty: the one that this machine belongs
    to, or one of this machine alone.

    This process stores, and takes none of Ray's cores. Raise WorkersError when there is no such cluster.
    """
    # What Ray would tell its makers.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError:
        raise WorkersError("--ray needs Ray: pip install 'polycite[ray]'") from None
    try:
        if address:
            _knock(address)
        ray.init(address or None, log_to_driver=False, logging_level=logging.WARNING)
    # Another version of Ray or Python there is a RuntimeError, what is no address a ValueError.
    except (OSError, RuntimeError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise WorkersError(
            f"no Ray cluster can be used at {address or 'this machine'} ({reason}): begin one with"
            " `ray start --head`, join it here with `ray start --address HOST:PORT`, and name that address"
        ) from None
    try:
        task = ray.remote(num_cpus=1, max_retries=RETRIES)(run)

        def send(errand: Errand) -> Read:
            sent: Read = task.remote(errand).future()
            return sent

        yield Pool(send, AHEAD * max(int(ray.cluster_resources().get("CPU", 0)), 1))
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError where nobody answers: Ray would wait for minutes, and end this process."""
    host, _, port = address.rpartition(":")
    socket.create_connection((host, int(port)), timeout=SECONDS).close()
