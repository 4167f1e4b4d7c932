"""Fixtures shared by all tests."""

import threading
from http.server import ThreadingHTTPServer

import pytest
from site_of_pages import Site

from index.contextual import bundled_models
from index.reader import reading_model
from rag.policy import policy_of


@pytest.fixture(scope="session")
def models():
    return bundled_models()


@pytest.fixture(scope="session")
def reader():
    return reading_model()


@pytest.fixture(scope="session")
def policy(reader):
    return policy_of(reader)


@pytest.fixture
def site():
    """The address of a site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
