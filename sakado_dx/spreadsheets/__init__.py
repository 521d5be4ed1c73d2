"""Spreadsheets in and out: guard -> sheets -> tables in, writing out, and what admins need.

Plain modules that know no model: `guard` (before any parser), `xlsx` and `csv_text` (bytes to
sheets of text; `opening` is the door to both), `reading` (the door for everybody: `child`, a
process apart, opens the file), `tables` (which sheet, which columns), `writing`.
On them stand the parts that django-import-export asks for: `formats`, `columns`, `resources`,
`forms`, `storage`, `admin`.
"""
