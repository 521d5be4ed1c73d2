"""Who gets what answer: acting on many reports, reminders, evidence (access_table takes it in)."""

PAGES = """
/years/{year}/confirm/                               login 404   404   404   200   404   404   404   404
/years/{year}/remind/                                login 404   404   404   200   404   404   404   404
/years/{year}/reminders/                             login 404   404   404   200   404   404   404   404
/years/{year}/reminders.csv                          login 404   404   404   200   404   404   404   404
/reports/{report}/evidence/                          login 200   200   403   200   403   403   403   404
/reports/0/evidence/                                 login 404   404   404   404   404   404   404   404
/evidence/{evidence}/file                            login 200   200   200   200   403   403   403   404
/evidence/0/file                                     login 404   404   404   404   404   404   404   404
/evidence/{evidence}/remove/                         login 405   405   405   405   405   405   405   404
/years/0/reminders/                                  login 404   404   404   404   404   404   404   404
[submitted]
/years/{year}/confirm/                               login 404   404   404   200   404   404   404   404
/reports/{report}/evidence/                          login 200   200   403   200   403   403   403   404
/evidence/{evidence}/file                            login 200   200   200   200   200   200   403   404
[confirmed]
/evidence/{evidence}/file                            login 200   200   200   200   200   200   200   404
"""

ACTIONS = """
/years/{year}/confirm/                               login 404   404   404   302   404   404   404   404
/years/{year}/remind/                                login 404   404   404   302   404   404   404   404
/years/{year}/reminders/                             login 405   405   405   405   405   405   405   404
/years/{year}/reminders.csv                          login 405   405   405   405   405   405   405   404
/reports/{report}/evidence/                          login 200   200   403   200   403   403   403   404
/evidence/{evidence}/file                            login 405   405   405   405   405   405   405   404
/evidence/{evidence}/remove/                         login 302   302   403   302   403   403   403   404
"""
