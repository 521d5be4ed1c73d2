"""Who gives workbooks back."""

import pytest


@pytest.fixture
def reporter(client, world):
    client.force_login(world.people["reporter"])
    return client
