"""Long lists of values in a question to SQLite: one parameter each, however long.

`filter(pk__in=ids)` and what a queryset prefetches write each id as a parameter of its own, and SQLite
takes only so many in a statement: 32,766 as it comes, so that a plan with more measures could not be
read. A list of more than `LONGEST` values goes as one text of JSON, of which SQLite makes its rows.
Shorter ones are written as ever: those are what is `prepared`. PostgreSQL has no such bound.
"""

import json

from django.db.models import Field
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In

from sakado_dx.prepared import LONGEST

ALL_OF_THEM = "(SELECT value FROM json_each(%s))"


class _AsOneText:
    """Of whole numbers and texts, which JSON tells as they are; no others come by the thousand."""

    def process_rhs(self, compiler, connection):
        sql, params = super().process_rhs(compiler, connection)
        is_long = self.rhs_is_direct_value() and len(params) > LONGEST
        if is_long and connection.vendor == "sqlite" and {*map(type, params)} <= {int, str}:
            return ALL_OF_THEM, (json.dumps(params),)
        return sql, params


@Field.register_lookup
class LongIn(_AsOneText, In):
    """In place of Django's own `in`."""


@ForeignObject.register_lookup
class LongRelatedIn(_AsOneText, RelatedIn):
    """The same of a column that points to rows."""
