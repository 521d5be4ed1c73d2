"""文書: letters to the divisions, as an office writes them, each written once and kept."""
