"""操作の記録 for people: whose records they are, in words, on a page and in a file."""
