"""Whole copies of the portal, and the way back from one (README: 見守りと複写)."""
