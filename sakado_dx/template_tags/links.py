"""Django's `url`, of which each address is worked out once a process (`sakado_dx.addresses`)."""

from django import template
from django.template.defaulttags import URLNode, url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from sakado_dx.addresses import reverse_within

register = template.Library()


class KnownURLNode(URLNode):
    """Django's node, but for where an address comes from."""

    def render(self, context) -> str:
        args = [each.resolve(context) for each in self.args]
        if self.kwargs or not all(type(each) in (int, str) for each in args):
            return super().render(context)
        try:
            found = reverse_within(_app(context), self.view_name.resolve(context), args)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


def _app(context) -> str | None:
    """In which of several instances of an app the page is."""
    request = getattr(context, "request", None)
    if hasattr(request, "current_app"):
        return request.current_app
    return getattr(getattr(request, "resolver_match", None), "namespace", None)


@register.tag("url")
def known_url(parser, token) -> KnownURLNode:
    """As Django's, in every template."""
    node = url(parser, token)
    return KnownURLNode(node.view_name, node.args, node.kwargs, node.asvar)
