"""Whatever is asked, the read API answers within its own document, and never with a fault of its own.

Questions are made from the document: such as it allows, and such as it does not.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from sakado_dx.organization.models import User
from sakado_dx.resources.schema import document
from sakado_dx.wsgi import application
from tests.city import furnish
from tests.progress.conftest import make_world

pytestmark = pytest.mark.one_database

HOW_MANY = 10_000 if os.environ.get("TEST_LONG") else 300
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def questions() -> st.SearchStrategy:
    """Any operation of the document, asked in any way."""
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    operations = [each.ok() for each in schema.get_all_operations()]
    assert len(operations) == len(document()["paths"])
    return st.one_of([each.as_strategy(mode) for each in operations for mode in MODES])


QUESTIONS = questions()


# With a session some questions are allowed that are wrong without.
OF_SESSIONS = (
    schemathesis.checks.ignored_auth,
    schemathesis.checks.negative_data_rejection,
)


@pytest.mark.parametrize("login", ["", "secretariat"])
def test_no_question_gets_an_answer_outside_the_document(portal, client, login):
    world = furnish(make_world())
    world.bring_to("evaluated")
    if login:
        client.force_login(User.objects.get(username=login))
    cookies = {name: each.value for name, each in client.cookies.items()}
    left_out = list(OF_SESSIONS) if login else []

    @given(case=QUESTIONS)
    @settings(max_examples=HOW_MANY // 2, suppress_health_check=list(HealthCheck))
    def ask(case):
        case.call_and_validate(cookies=cookies, excluded_checks=left_out)

    ask()
