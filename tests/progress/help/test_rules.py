"""Each rule of the page 集計と判定の方法 is shown by the test that it names."""

import re
from pathlib import Path

from django.urls import reverse

from progress.help.rules import SECTIONS

TESTS = Path(__file__).resolve().parents[2]


def test_every_rule_names_a_test_that_stands():
    source = "\n".join(path.read_text() for path in TESTS.rglob("test_*.py"))
    standing = set(re.findall(r"^def (test_\w+)", source, re.M))
    rules = [rule for _, own in SECTIONS for rule in own]
    assert [rule.test for rule in rules if rule.test not in standing] == []
    assert len({rule.test for rule in rules}) == len(rules) > 30


def test_page_tells_every_rule(world, client, django_assert_num_queries):
    client.force_login(world.people["reporter"])
    page = client.get(reverse("progress:help_counting")).content.decode()
    assert all(rule.sentence in page for _, own in SECTIONS for rule in own)
    assert (
        reverse("progress:help_counting") in client.get(reverse("measures:help")).content.decode()
    )
