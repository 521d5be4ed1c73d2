"""All triggers of the portal: made after each migration, dropped before, compared at a start.

`register` takes further sources (a module or object with `sqlite_pieces(columns)` and
`postgresql_pieces(tables)`), so that another app's triggers live by the same rules. Every
name starts with `PREFIX`: what does is ours, and is dropped where no source knows it.
"""
