"""Fixtures shared by all tests."""

import pytest

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
