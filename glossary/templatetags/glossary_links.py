"""`{% load glossary_links %}`: links to the glossary in texts."""

from django import template
from django.utils.safestring import SafeString

from glossary import links

register = template.Library()


@register.filter
def link_terms(text: str | None, terms: links.TermIndex | None) -> SafeString:
    """The text, escaped, each term linked at its first place.

    `terms` is the view's `term_index(plan)`. Put it before `linebreaksbr`, never on a heading,
    a label or the text of a link.
    """
    return links.link_terms(text or "", terms or links.TermIndex())
