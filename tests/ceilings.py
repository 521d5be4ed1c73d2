"""How many SQL statements a page may take: 15, and of the pages named here as many as stands there.

`tests/test_access_table.py` asks every page as every role, in every state of its report, in a city
where a review of the plan is under way, which is one statement more on every page. That the number
does not grow with the plan is tests/progress/test_query_counts.py. A number here may only fall.
"""

MOST_STATEMENTS = 15
UNBOUNDED = 1000  # the pages of the library's admin, which are made of its forms

CEILINGS = {
    "records/": 24,
    "reports/<int:pk>/paper/": 17,  # the first one of a process, where nothing is kept yet
    "reports/<int:pk>/publication/": 17,
    "years/<int:year_id>/divisions/<int:division_id>/paper/": 18,
    "years/<int:year_id>/divisions/<int:division_id>/workbook/": 21,
    "years/<int:year_id>/workbooks/": 21,
}
