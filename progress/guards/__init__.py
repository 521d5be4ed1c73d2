"""Closed means closed for every door, direct SQL included: the triggers that refuse (cycle 2).

`apps.py` registers this module beside the triggers of the audit record, so that they are made,
dropped and compared by the same rules.
"""
