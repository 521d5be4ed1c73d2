"""The POSTs of 計画の見直し for tests/post_table.py."""

from tests.post_lines import Post

REVISIONS = [
    Post(
        "/plan/revisions/new/",
        "secretariat",
        lambda stage: {"title": "軽微な変更", "kind": "minor", "effective_on": "R9.4.1"},
    ),
]
