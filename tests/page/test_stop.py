"""The server when it is told to stop."""

import signal
import subprocess

import pytest
from visitors import POLYCITE, ROOT, Visitor


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT], ids=["stop", "Ctrl-C"])
def test_a_server_that_is_stopped_with_a_page_open_says_nothing(browser, folder, told):
    command = [*POLYCITE, "chat", "--index", str(folder), "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        address = run.stdout.readline().split()[-1]
        visitor = Visitor(browser, address)
        visitor.box.wait_for()
        run.send_signal(told)
        assert run.communicate(timeout=30) == ("", "")
    visitor.page.context.close()
