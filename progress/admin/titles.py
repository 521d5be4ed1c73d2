"""Japanese titles of filters over relations."""

from django.contrib import admin


def titled(title: str) -> type[admin.RelatedFieldListFilter]:
    """A filter over a relation, under this title."""

    class TitledFilter(admin.RelatedFieldListFilter):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.title = title

    return TitledFilter
