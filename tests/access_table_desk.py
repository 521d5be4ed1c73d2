"""Who gets what answer: acting on many reports, reminders, evidence (access_table takes it in)."""

PAGES = """
/desk/                                               login 404   404   404   200   404   404   404   404
/years/{year}/confirm/                               login 404   404   404   200   404   404   404   404
/years/{year}/remind/                                login 404   404   404   200   404   404   404   404
/years/{year}/reminders/                             login 404   404   404   200   404   404   404   404
/letters/                                            login 404   404   404   200   404   404   404   404
/letters/?way=waiting&year={year}                    login 404   404   404   200   404   404   404   404
/letters/{letter}/                                   login 404   404   404   200   404   404   404   404
/letters/0/                                          login 404   404   404   404   404   404   404   404
/letters/paper/?letter={letter}                      login 404   404   404   200   404   404   404   404
/letters/paper.docx?letter={letter}                  login 404   404   404   200   404   404   404   404
/letters/hand-over/                                  login 405   405   405   405   405   405   405   404
/letters/wording/                                    login 404   404   404   200   404   404   404   404
/letters/wording/head/                               login 404   404   404   200   404   404   404   404
/letters/wording/request/                            login 404   404   404   200   404   404   404   404
/letters/wording/nothing/                            login 404   404   404   404   404   404   404   404
/letters/wording/request/restore/                    login 405   405   405   405   405   405   405   404
/years/{year}/letters/request/                       login 404   404   404   200   404   404   404   404
/years/{year}/letters/inquiry/                       login 404   404   404   200   404   404   404   404
/years/{year}/letters/new_due/                       login 404   404   404   404   404   404   404   404
/meetings/{meeting}/letter/                          login 404   404   404   200   404   404   404   404
/years/{year}/reminders.csv                          login 404   404   404   200   404   404   404   404
/reports/{report}/examples/                          login 200   200   403   200   403   403   403   404
/evidence/{evidence}/file                            login 200   200   200   200   403   403   403   404
/evidence/0/file                                     login 404   404   404   404   404   404   404   404
/years/0/reminders/                                  login 404   404   404   404   404   404   404   404
/unsent/                                             login 200   200   200   200   200   200   200   404
/unsent/report/{report}/                             401   200   200   403   200   403   403   403   404
/unsent/check/{report}/                              401   200   200   403   200   403   403   403   404
/unsent/contribution/{contribution}/                 401   403   403   200   200   403   403   403   404
/unsent/note/{measure}/                              401   200   200   403   200   403   403   403   404
/unsent/comment/{report}/                            401   404   404   404   200   404   404   404   404
/unsent/send-back/{report}/                          401   404   404   404   200   404   404   404   404
/unsent/confirm/{report}/                            401   404   404   404   200   404   404   404   404
/unsent/answer/{follow_up}/                          401   200   200   404   200   403   403   404   404
/unsent/ask-again/{follow_up}/                       401   404   404   404   200   404   404   404   404
/unsent/report/0/                                    401   404   404   404   404   404   404   404   404
/unsent/nothing/{report}/                            401   404   404   404   404   404   404   404   404
/unsent/report/{report}/discard/                     login 405   405   405   405   405   405   405   404
[submitted]
/unsent/report/{report}/                             401   200   200   403   200   403   403   403   404
/years/{year}/confirm/                               login 404   404   404   200   404   404   404   404
/evidence/{evidence}/file                            login 200   200   200   200   200   200   403   404
[confirmed]
/evidence/{evidence}/file                            login 200   200   200   200   200   200   200   404
"""

ACTIONS = """
/years/{year}/confirm/                               login 404   404   404   302   404   404   404   404
/years/{year}/remind/                                login 404   404   404   200   404   404   404   404
/years/{year}/reminders/                             login 405   405   405   405   405   405   405   404
/letters/                                            login 405   405   405   405   405   405   405   404
/letters/hand-over/                                  login 404   404   404   302   404   404   404   404
/letters/wording/head/                               login 404   404   404   200   404   404   404   404
/letters/wording/request/                            login 404   404   404   200   404   404   404   404
/letters/wording/request/restore/                    login 404   404   404   302   404   404   404   404
/years/{year}/letters/request/                       login 404   404   404   200   404   404   404   404
/meetings/{meeting}/letter/                          login 404   404   404   200   404   404   404   404
/years/{year}/reminders.csv                          login 405   405   405   405   405   405   405   404
/evidence/{evidence}/file                            login 405   405   405   405   405   405   405   404
/unsent/                                             login 405   405   405   405   405   405   405   404
/unsent/report/{report}/                             401   400   400   403   400   403   403   403   404
/unsent/note/{measure}/                              401   400   400   403   400   403   403   403   404
/unsent/answer/{follow_up}/                          401   400   400   404   400   403   403   404   404
/unsent/comment/{report}/                            401   404   404   404   400   404   404   404   404
/unsent/report/{report}/discard/                     login 302   302   302   302   302   302   302   404
"""
