"""{{ text|codes_whole }}: a measure's code is not broken between two lines."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# I-1-2, 3-1: browsers break a line after each hyphen, and no style forbids just that.
# Short parts only: what is longer than a code must be able to break on a phone.
CODE = re.compile(r"(?<![0-9A-Za-z-])[0-9A-Za-z]{1,4}(?:-[0-9A-Za-z]{1,3}){1,3}(?![0-9A-Za-z-])")


@register.filter
def codes_whole(text: object) -> SafeString:
    """The text, escaped, with each code in a span that keeps it on one line."""
    whole = CODE.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text))
    return mark_safe(whole)
