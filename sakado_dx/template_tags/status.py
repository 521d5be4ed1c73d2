"""A state in a list: {% report_state row.state %}, {% progress_word row.meaning row.progress %}.

The same marks as `partials/_status.html` gives, each rendered once a process: a list of 47
measures holds a hundred of them, of two dozen sorts.
"""

import re
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
INNER = re.compile(r"</?span[^>]*>")


@register.simple_tag
def report_state(state: str) -> SafeString:
    """The state of a report."""
    return _rendered(state=str(state))


@register.simple_tag
def progress_word(meaning: str, word: str) -> SafeString:
    """The plan's word for a progress; 未報告 where there is none."""
    return _rendered(meaning=meaning or "unreported", word=word or "未報告")


@register.simple_tag
def progress_printed(meaning: str, word: str) -> SafeString:
    """The same in one element: what is printed holds a thousand of them."""
    inner = _rendered(meaning=meaning or "unreported", word=word or "未報告")
    text = " ".join(filter(None, INNER.sub("\n", inner).split("\n")))
    return mark_safe(f'<span class="word word--{meaning or "unreported"}">{text}</span>')


@lru_cache(maxsize=512)
def _rendered(**context: str) -> SafeString:
    return get_template("partials/_status.html").render(context)
