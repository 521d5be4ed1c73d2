"""Charts: what they show, how they look, where they are kept.

Nothing here imports matplotlib, but `drawing`, and that is imported only when a picture is
really drawn: pages and pictures from the cache need none of it.
"""
