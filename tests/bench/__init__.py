"""The portal's speed, measured on data of its own: see `python -m tests.bench`.

Everything runs in child processes on a database that is thrown away; nothing here is reached
from the portal's own settings or addresses.
"""
