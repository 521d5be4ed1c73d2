"""Who gets what answer: acting on many reports, reminders (access_table takes it in)."""

PAGES = """
/years/{year}/confirm/                               login 404   404   404   200   404   404   404   404
/years/{year}/remind/                                login 404   404   404   200   404   404   404   404
/years/{year}/reminders/                             login 404   404   404   200   404   404   404   404
/years/{year}/reminders.csv                          login 404   404   404   200   404   404   404   404
/years/0/reminders/                                  login 404   404   404   404   404   404   404   404
[submitted]
/years/{year}/confirm/                               login 404   404   404   200   404   404   404   404
"""

ACTIONS = """
/years/{year}/confirm/                               login 404   404   404   302   404   404   404   404
/years/{year}/remind/                                login 404   404   404   302   404   404   404   404
/years/{year}/reminders/                             login 405   405   405   405   405   405   405   404
/years/{year}/reminders.csv                          login 405   405   405   405   405   405   405   404
"""
