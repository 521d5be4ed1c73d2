"""Who gets what answer at the addresses of 計画の見直し; `{revision}` is a draft that nobody but the
secretariat reads yet."""

PAGES = """
                                                     stranger reporter head other secret. council exec. admin. nobody
/plan/revisions/                                     login 200   200   200   200   200   200   200   404
/plan/revisions/?file=xlsx                           login 200   200   200   200   200   200   200   404
/plan/revisions/new/                                 login 404   404   404   200   404   404   404   404
/plan/revisions/form.xlsx                            login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/                          login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/table/                    login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/summary/                  login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/table.docx                login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/table.xlsx                login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/table.pdf                 login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/publish/                  login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/undecide/                 login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/undo/0/                   login 404   404   404   404   404   404   404   404
/plan/revisions/0/                                   login 404   404   404   404   404   404   404   404
/plan/revisions/{revision}/change/                   login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/steps/                    login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/share/                    login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/decide/                   login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/withdraw/                 login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/lines/{revision_line}/    login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/lines/0/                  login 404   404   404   404   404   404   404   404
/plan/revisions/{revision}/lines/{revision_line}/drop/ login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/steps/{revision_step}/drop/ login 405   405   405   405   405   405   405   404
/plan/revisions/choose/                              login 404   404   404   302   404   404   404   404
/plan/revisions/choose/?measure={measure_key}        login 404   404   404   302   404   404   404   404
/plan/revisions/{revision}/measure/                  login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/measure/?measure={measure_key} login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/indicator/?measure={measure_key} login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/measure/?measure=0        login 404   404   404   404   404   404   404   404
/plan/revisions/choose/?policies={policy_key}        login 404   404   404   302   404   404   404   404
/plan/revisions/{revision}/words/                    login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/words/?policies={policy_key} login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/words/?directions=0       login 404   404   404   404   404   404   404   404
/plan/revisions/{revision}/renew/                    login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/impact/                   login 404   404   404   200   404   404   404   404
"""

ACTIONS = """
/plan/revisions/                                     login 405   405   405   405   405   405   405   404
/plan/revisions/new/                                 login 404   404   404   200   404   404   404   404
/plan/revisions/form.xlsx                            login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/                          login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/change/                   login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/steps/                    login 404   404   404   409   404   404   404   404
/plan/revisions/{revision}/share/                    login 404   404   404   302   404   404   404   404
/plan/revisions/{revision}/decide/                   login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/withdraw/                 login 404   404   404   409   404   404   404   404
/plan/revisions/{revision}/lines/{revision_line}/    login 404   404   404   409   404   404   404   404
/plan/revisions/{revision}/lines/{revision_line}/drop/ login 404   404   404   302   404   404   404   404
/plan/revisions/{revision}/steps/{revision_step}/drop/ login 404   404   404   302   404   404   404   404
/plan/revisions/{revision}/measure/?measure={measure_key} login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/indicator/?measure={measure_key} login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/words/?policies={policy_key} login 404   404   404   200   404   404   404   404
/plan/revisions/choose/                              login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/table/                    login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/summary/                  login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/table.docx                login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/table.xlsx                login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/table.pdf                 login 405   405   405   405   405   405   405   404
/plan/revisions/{revision}/undecide/                 login 404   404   404   302   404   404   404   404
/plan/revisions/{revision}/publish/                  login 404   404   404   200   404   404   404   404
/plan/revisions/{revision}/undo/0/                   login 404   404   404   404   404   404   404   404
/plan/revisions/{revision}/renew/                    login 404   404   404   302   404   404   404   404
/plan/revisions/{revision}/impact/                   login 404   404   404   200   404   404   404   404
"""
