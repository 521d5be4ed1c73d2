"""What the admin of plan data shares: forms, and sheets of one plan.

The pages themselves are in progress/admin: what a change of the plan does to the reports of open
years is more than this app knows. Who may do what there says organization/rights.py.
"""
