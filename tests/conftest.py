"""Fixtures shared by all tests."""

import pytest

from index.contextual import bundled_models


@pytest.fixture(scope="session")
def models():
    return bundled_models()
