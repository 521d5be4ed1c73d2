"""People and divisions as sheets: users, their places and roles, divisions (README: 組織と権限)."""
