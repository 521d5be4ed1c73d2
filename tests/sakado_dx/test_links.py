"""`{% url %}` gives what Django's own gives."""

import pytest
from django.template import Context, Engine
from django.test import RequestFactory
from django.urls import NoReverseMatch, resolve, reverse

from sakado_dx import addresses
from sakado_dx.template_tags.links import KnownURLNode

OURS = Engine(builtins=["sakado_dx.template_tags.links"])
THEIRS = Engine()
LINKS = (
    "{% url 'progress:my_measures' %}",
    "{% url 'progress:report_edit' pk %}",
    "{% url 'progress:report_edit' pk=pk %}",
    "{% url 'progress:division_year' pk name %}",
    "{% url name_of_page pk as there %}<{{ there }}>",
    "{% url 'progress:no_such_page' as there %}<{{ there }}>",
    "{% autoescape off %}{% url 'progress:division_year' pk name %}{% endautoescape %}",
    "{% url 'admin:index' %}",
)


def rendered(engine: Engine, link: str, **more) -> str:
    told = {"pk": 7, "name": "税&課", "name_of_page": "progress:report_edit"} | more
    context = Context(told)
    context.request = RequestFactory().get("/")
    context.request.resolver_match = resolve("/my/")
    return engine.from_string(link).render(context)


@pytest.mark.parametrize("link", LINKS)
def test_links_are_djangos(link):
    assert rendered(OURS, link) == rendered(OURS, link) == rendered(THEIRS, link)
    assert rendered(OURS, link, pk=8) == rendered(THEIRS, link, pk=8)


def test_a_page_that_is_not_there_is_refused_and_every_template_has_the_tag():
    with pytest.raises(NoReverseMatch):
        rendered(OURS, "{% url 'progress:no_such_page' %}")
    [node] = Engine.get_default().from_string(LINKS[0]).nodelist
    assert type(node) is KnownURLNode


def test_an_address_is_that_of_where_the_portal_stands(settings, monkeypatch):
    before = addresses.reverse("progress:my_measures")
    assert before == reverse("progress:my_measures")
    settings.ROOT_URLCONF = "sakado_dx.public_urls"
    with pytest.raises(NoReverseMatch):
        addresses.reverse("progress:my_measures")
