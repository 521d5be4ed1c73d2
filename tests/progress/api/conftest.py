import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from sakado_dx.wsgi import application


@pytest.fixture
def portal(db):
    """The whole portal, asked by HTTP within this process and this test's transaction, which the
    end of a request would close."""
    signals = (request_started, request_finished)
    for each in signals:
        each.disconnect(close_old_connections)
    yield application
    for each in signals:
        each.connect(close_old_connections)
