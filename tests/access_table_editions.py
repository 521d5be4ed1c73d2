"""Who gets what answer at the addresses of closing, publication, correction and files."""

PAGES = """
                                          stranger reporter head other secret. council exec. admin. nobody
/years/{year}/close/                                 login 404   404   404   200   404   404   404   404
/years/history/                                      login 404   404   404   200   404   404   404   404
/years/history/form.xlsx                             login 404   404   404   200   404   404   404   404
/years/history/check/                                login 405   405   405   405   405   405   405   404
/years/history/load/                                 login 405   405   405   405   405   405   405   404
/years/{year}/unlock/                                login 404   404   404   200   404   404   404   404
/years/{year}/undo-open/                             login  404   404   404   200   404   404   404   404
/years/{year}/parts/                                 login  404   404   404   200   404   404   404   404
/years/{year}/parts/{measure}/add/                   login  404   404   404   200   404   404   404   404
/years/{year}/parts/{measure}/take-out/              login  404   404   404   200   404   404   404   404
/years/{year}/measures/{measure}/                    login 302   302   302   302   302   302   302   404
/years/{year}/reports.csv                            login 200   200   200   200   200   200   200   404
/years/{year}/reports.xlsx                           login 200   200   200   200   200   200   200   404
/years/{year}/reports.json                           login 200   200   200   200   200   200   200   404
/years/{year}/reports.txt                            login 404   404   404   404   404   404   404   404
/years/{year}/publish/                               login 404   404   404   200   404   404   404   404
/years/{year}/publish-on/                            login 405   405   405   405   405   405   405   404
/years/{year}/errata/                                login 200   200   200   200   200   200   200   404
/reports/{report}/unlock/                            login 404   404   404   200   404   404   404   404
/reports/{report}/reopen/                            login 404   404   404   200   404   404   404   404
/reports/{report}/publication/                       login 404   404   404   200   404   404   404   404
/reports/{report}/publish/                           login 405   405   405   405   405   405   405   404
/reports/{report}/unpublish/                         login 405   405   405   405   405   405   405   404
/reports/{report}/withhold/                          login 405   405   405   405   405   405   405   404
/reports/{report}/corrections/                       login 404   404   404   200   404   404   404   404
/reports/{report}/corrections/done/                  login 404   404   404   404   404   404   404   404
/corrections/{correction}/                           login 404   404   404   200   404   404   404   404
/corrections/{correction}/confirm/                   login 405   405   405   405   405   405   405   404
/corrections/{correction}/drop/                      login 405   405   405   405   405   405   405   404
/publications/                                       login 200   200   200   200   200   200   200   404
/publications/{publication}/                         login 404   404   404   200   404   404   404   404
/publications/0/                                     login 404   404   404   404   404   404   404   404
/imports/                                            login 200   200   200   200   200   200   200   404
/imports/new/                                        login 404   404   404   200   404   404   200   404
/imports/check/                                      login 405   405   405   405   405   405   405   404
/imports/marked/                                     login 405   405   405   405   405   405   405   404
/imports/confirm/                                    login 405   405   405   405   405   405   405   404
/imports/looked/0/                                   login 404   404   404   404   404   404   404   404
/imports/{import}/                                   login 404   404   404   200   404   404   404   404
/imports/{import}/undo/                              login 404   404   404   200   404   404   404   404
/imports/0/                                          login 404   404   404   404   404   404   404   404
[confirmed]
/reports/{report}/corrections/done/                  login 404   404   404   200   404   404   404   404
/reports/{report}/corrections/result-{indicator}/    login 404   404   404   200   404   404   404   404
/reports/{report}/corrections/result-0/              login 404   404   404   404   404   404   404   404
"""

# A draft, neither closed nor published: the secretariat is told so, all others learn nothing.
ACTIONS = """
                                          stranger reporter head other secret. council exec. admin. nobody
/years/{year}/close/                                 login 404   404   404   200   404   404   404   404
/years/history/check/                                login 404   404   404   200   404   404   404   404
/years/history/load/                                 login 404   404   404   409   404   404   404   404
/imports/                                            login 405   405   405   405   405   405   405   404
/imports/new/                                        login 404   404   404   200   404   404   200   404
/imports/check/                                      login 404   404   404   409   404   404   409   404
/imports/marked/                                     login 404   404   404   409   404   404   409   404
/imports/confirm/                                    login 404   404   404   409   404   404   409   404
/imports/{import}/undo/                              login 404   404   404   302   404   404   404   404
/years/{year}/unlock/                                login 404   404   404   302   404   404   404   404
/years/{year}/undo-open/                             login  404   404   404   409   404   404   404   404
/years/{year}/parts/                                 login 405   405   405   405   405   405   405   404
/years/{year}/parts/{measure}/add/                   login  404   404   404   409   404   404   404   404
/years/{year}/parts/{measure}/take-out/              login  404   404   404   409   404   404   404   404
/years/{year}/publish/                               login 404   404   404   302   404   404   404   404
/years/{year}/publish-on/                            login 404   404   404   409   404   404   404   404
/years/{year}/errata/                                login 405   405   405   405   405   405   405   404
/reports/{report}/unlock/                            login 404   404   404   409   404   404   404   404
/reports/{report}/reopen/                            login 404   404   404   409   404   404   404   404
/reports/{report}/publish/                           login 404   404   404   409   404   404   404   404
/reports/{report}/unpublish/                         login 404   404   404   200   404   404   404   404
/reports/{report}/withhold/                          login 404   404   404   302   404   404   404   404
/reports/{report}/corrections/done/                  login 404   404   404   404   404   404   404   404
/corrections/{correction}/confirm/                   login 404   404   404   409   404   404   404   404
/corrections/{correction}/drop/                      login 404   404   404   302   404   404   404   404
/publications/                                       login 405   405   405   405   405   405   405   404
[confirmed]
/reports/{report}/corrections/done/                  login 404   404   404   200   404   404   404   404
"""
