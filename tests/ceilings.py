"""How many SQL statements a page may take: 15.

`tests/test_access_table.py` asks every page as every role, in every state of its report, in a city
where a review of the plan is under way, which is one statement more on every page. That the number
does not grow with the plan is tests/progress/test_query_counts.py.
"""

MOST_STATEMENTS = 15
UNBOUNDED = 1000  # the pages of the library's admin, which are made of its forms
