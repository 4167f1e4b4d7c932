"""Fixtures shared by all tests."""

import pytest

from index.embed import BundledModel


@pytest.fixture(scope="session")
def model():
    return BundledModel()
