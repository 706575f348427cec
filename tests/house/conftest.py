"""The code of the house, read once for all its guards."""

import pytest

from tests.house.code import Code, read


@pytest.fixture(scope="session")
def code() -> Code:
    return read()
