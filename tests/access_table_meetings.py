"""The lines of tests/access_table.py for meetings and what follows from them.

`{meeting}` has minutes, and `{item}` is the report's place on its agenda; `{decision}` asks
`{follow_up}` of the division that reporter and head belong to. `{written}` is held in writing by the
council, with `{matter}` on its agenda.
"""

PAGES = """
                                          stranger reporter head other secret. council exec. admin. nobody
/years/{year}/meetings/                              login 404   404   404   200   200   200   404   404
/years/{year}/decisions/                             login 404   404   404   200   200   200   404   404
/years/{year}/meetings/new/                          login 404   404   404   200   404   404   404   404
/years/{year}/evaluate/                              login 404   404   404   200   404   404   404   404
/years/{year}/approve/                               login 404   404   404   200   404   404   404   404
/years/{year}/content-checks/                        login 404   404   404   404   404   200   404   404
/approvals/{approval}/                               login 404   404   404   200   200   200   404   404
/approvals/0/                                        login 404   404   404   404   404   404   404   404
/approvals/{approval}/change/                        login 404   404   404   200   404   404   404   404
/meetings/{meeting}/                                 login 404   404   404   200   200   200   404   404
/meetings/0/                                         login 404   404   404   404   404   404   404   404
/meetings/{meeting}/edit/                            login 404   404   404   200   404   404   404   404
/meetings/{meeting}/attendance/                      login 404   404   404   200   404   404   404   404
/meetings/{meeting}/answer/                          login 404   404   404   404   404   404   404   404
/meetings/{meeting}/agenda/matter/                   login 405   405   405   405   405   405   405   404
/meetings/{meeting}/items/{item}/edit/               login 404   404   404   200   404   404   404   404
/meetings/{written}/answer/                          login 404   404   404   404   200   404   404   404
/meetings/{written}/items/{matter}/                  login 404   404   404   200   200   200   404   404
/meetings/{written}/items/{matter}/decision/         login 404   404   404   404   404   404   404   404
/meetings/{meeting}/pack/                            login 404   404   404   200   200   200   404   404
/years/{year}/pack/                                  login 404   404   404   200   200   200   404   404
/packs/{pack}/file                                   login 404   404   404   200   200   200   404   404
/packs/0/file                                        login 404   404   404   404   404   404   404   404
/meetings/{meeting}/screen/                          login 404   404   404   200   200   200   404   404
/meetings/{meeting}/screen/version/                  login 404   404   404   200   200   200   404   404
/meetings/{meeting}/items/{item}/show/               login 405   405   405   405   405   405   405   404
/meetings/{meeting}/papers/order.docx                login 404   404   404   200   404   404   404   404
/meetings/{meeting}/papers/minutes.docx              login 404   404   404   200   404   404   404   404
/meetings/{meeting}/papers/none.docx                 login 404   404   404   404   404   404   404   404
/meetings/{meeting}/drop/                            login 404   404   404   200   404   404   404   404
/meetings/{meeting}/settle/                          login 404   404   404   200   404   404   404   404
/meetings/{meeting}/reports/{report}/drop/           login 404   404   404   200   404   404   404   404
/meetings/{meeting}/reports/0/drop/                  login 404   404   404   404   404   404   404   404
/meetings/{meeting}/minutes/                         login 404   404   404   200   200   200   404   404
/meetings/{meeting}/agenda/                          login 404   404   404   200   404   404   404   404
/meetings/{meeting}/agenda/fill/                     login 405   405   405   405   405   405   405   404
/meetings/{meeting}/agenda/add/                      login 405   405   405   405   405   405   405   404
/meetings/{meeting}/rest/                            login 404   404   404   200   404   404   404   404
/meetings/{meeting}/items/{item}/                    login 404   404   404   200   200   200   404   404
/meetings/{meeting}/items/0/                         login 404   404   404   404   404   404   404   404
/meetings/{meeting}/items/{item}/decision/           login 404   404   404   200   404   404   404   404
/meetings/{meeting}/items/{item}/remove/             login 405   405   405   405   405   405   405   404
/meetings/{meeting}/items/{item}/place/              login 405   405   405   405   405   405   405   404
/decisions/{decision}/follow-ups/                    login 405   405   405   405   405   405   405   404
/follow-ups/                                         login 200   200   200   200   200   200   200   404
/follow-ups/{follow_up}/                             login 200   200   404   200   200   200   404   404
/follow-ups/0/                                       login 404   404   404   404   404   404   404   404
/follow-ups/{follow_up}/answer/                      login 405   405   405   405   405   405   405   404
/follow-ups/{follow_up}/ask-again/                   login 405   405   405   405   405   405   405   404
/follow-ups/{follow_up}/change/                      login 404   404   404   200   404   404   404   404
/follow-ups/{follow_up}/accept/                      login 405   405   405   405   405   405   405   404
/reports/{report}/evaluate/                          login 404   404   404   200   404   404   404   404
/reports/{report}/approve/                           login 404   404   404   200   404   404   404   404
/reports/{report}/content-check/                     login 404   404   404   404   404   404   404   404
[evaluated]
/follow-ups/{follow_up}/                             login 200   200   200   200   200   200   200   404
/meetings/{meeting}/items/{item}/                    login 404   404   404   200   200   200   404   404
"""

ACTIONS = """
                                          stranger reporter head other secret. council exec. admin. nobody
/years/{year}/meetings/                              login 405   405   405   405   405   405   405   404
/years/{year}/meetings/new/                          login 404   404   404   200   404   404   404   404
/years/{year}/evaluate/                              login 404   404   404   302   404   404   404   404
/years/{year}/approve/                               login 404   404   404   200   404   404   404   404
/years/{year}/content-checks/                        login 404   404   404   404   404   302   404   404
/approvals/{approval}/                               login 405   405   405   405   405   405   405   404
/approvals/{approval}/change/                        login 404   404   404   200   404   404   404   404
/meetings/{meeting}/                                 login 405   405   405   405   405   405   405   404
/meetings/{meeting}/edit/                            login 404   404   404   200   404   404   404   404
/meetings/{meeting}/attendance/                      login 404   404   404   302   404   404   404   404
/meetings/{meeting}/answer/                          login 404   404   404   404   404   404   404   404
/meetings/{written}/answer/                          login 404   404   404   404   200   404   404   404
/meetings/{meeting}/agenda/matter/                   login 404   404   404   200   404   404   404   404
/meetings/{meeting}/items/{item}/edit/               login 404   404   404   200   404   404   404   404
/meetings/{meeting}/pack/                            login 404   404   404   200   404   404   404   404
/years/{year}/pack/                                  login 404   404   404   200   404   404   404   404
/meetings/{meeting}/screen/                          login 405   405   405   405   405   405   405   404
/meetings/{meeting}/items/{item}/show/               login 404   404   404   302   404   404   404   404
/meetings/{meeting}/drop/                            login 404   404   404   409   404   404   404   404
/meetings/{meeting}/settle/                          login 404   404   404   200   404   404   404   404
/meetings/{meeting}/reports/{report}/drop/           login 404   404   404   409   404   404   404   404
/meetings/{meeting}/minutes/                         login 404   404   404   200   404   404   404   404
/meetings/{meeting}/agenda/fill/                     login 404   404   404   302   404   404   404   404
/meetings/{meeting}/agenda/add/                      login 404   404   404   200   404   404   404   404
/meetings/{meeting}/rest/                            login 404   404   404   409   404   404   404   404
/meetings/{meeting}/items/{item}/                    login 405   405   405   405   405   405   405   404
/meetings/{meeting}/items/{item}/decision/           login 404   404   404   200   404   404   404   404
/meetings/{meeting}/items/{item}/remove/             login 404   404   404   302   404   404   404   404
/meetings/{meeting}/items/{item}/place/              login 404   404   404   302   404   404   404   404
/decisions/{decision}/follow-ups/                    login 404   404   404   200   404   404   404   404
/follow-ups/                                         login 405   405   405   405   405   405   405   404
/follow-ups/{follow_up}/answer/                      login 200   200   404   200   200   200   404   404
/follow-ups/{follow_up}/ask-again/                   login 404   404   404   200   404   404   404   404
/follow-ups/{follow_up}/change/                      login 404   404   404   200   404   404   404   404
/follow-ups/{follow_up}/accept/                      login 404   404   404   409   404   404   404   404
/reports/{report}/evaluate/                          login 404   404   404   302   404   404   404   404
/reports/{report}/approve/                           login 404   404   404   200   404   404   404   404
/reports/{report}/content-check/                     login 404   404   404   404   404   404   404   404
[confirmed]
/reports/{report}/evaluate/                          login 404   404   404   302   404   404   404   404
[evaluated]
/reports/{report}/content-check/                     login 404   404   404   404   404   302   404   404
"""
