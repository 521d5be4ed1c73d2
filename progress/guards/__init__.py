"""Closed means closed for every door, direct SQL included: the triggers that refuse (README: 締め、版、正誤).

`apps.py` registers this module beside the triggers of the audit record, so that they are made,
dropped and compared by the same rules.
"""
