"""The lines of tests/access_table.py for 三年目の見直し.

`{paper}` is the 調書 of the report's measure as a draft, `{new_measure}` a proposal of the division
that reporter and head belong to.
"""

PAGES = """
                                          stranger reporter head other secret. council exec. admin. nobody
/plan/reviews/                                       login 200   200   200   200   200   200   404   404
/plan/reviews/open/                                  login 404   404   404   200   404   404   404   404
/plan/reviews/{plan_review}/                         login 200   200   200   200   200   200   404   404
/plan/reviews/{plan_review}/?file=xlsx               login 200   200   200   200   200   200   404   404
/plan/reviews/0/                                     login 404   404   404   404   404   404   404   404
/plan/reviews/{plan_review}/change/                  login 404   404   404   200   404   404   404   404
/plan/reviews/{plan_review}/new/                     login 200   200   200   200   403   403   404   404
/plan/reviews/{plan_review}/budget/                  login 404   404   404   200   200   200   404   404
/plan/reviews/{plan_review}/budget/?file=xlsx        login 404   404   404   200   200   200   404   404
/plan/reviews/{plan_review}/decisions/               login 404   404   404   200   200   200   404   404
/plan/reviews/{plan_review}/decisions/rest/          login 405   405   405   405   405   405   405   404
/plan/reviews/{plan_review}/take-over/               login 404   404   404   200   404   404   404   404
/plan/reviews/decisions/{review_decision}/drop/      login 404   404   404   200   404   404   404   404
/plan/reviews/decisions/0/drop/                      login 404   404   404   404   404   404   404   404
/plan/reviews/measures/{paper}/decide/               login 404   404   404   200   404   404   404   404
/plan/reviews/new-measures/{new_measure}/decide/     login 404   404   404   200   404   404   404   404
/plan/reviews/measures/{paper}/                      login 200   200   403   200   403   403   403   404
/plan/reviews/measures/0/                            login 404   404   404   404   404   404   404   404
/plan/reviews/measures/{paper}/edit/                 login 200   200   403   200   403   403   403   404
/plan/reviews/measures/{paper}/submit/               login 405   405   405   405   405   405   405   404
/plan/reviews/measures/{paper}/withdraw/             login 405   405   405   405   405   405   405   404
/plan/reviews/measures/{paper}/send-back/            login 405   405   405   405   405   405   405   404
/plan/reviews/measures/{paper}/propose/              login 405   405   405   405   405   405   405   404
/plan/reviews/new-measures/{new_measure}/            login 200   200   404   200   200   200   404   404
/plan/reviews/new-measures/{new_measure}/edit/       login 200   200   404   200   403   403   404   404
/plan/reviews/new-measures/{new_measure}/drop/       login 405   405   405   405   405   405   405   404
/plan/reviews/new-measures/{new_measure}/handle/     login 405   405   405   405   405   405   405   404
"""

ACTIONS = """
                                          stranger reporter head other secret. council exec. admin. nobody
/plan/reviews/                                       login 405   405   405   405   405   405   405   404
/plan/reviews/open/                                  login 404   404   404   200   404   404   404   404
/plan/reviews/{plan_review}/                         login 405   405   405   405   405   405   405   404
/plan/reviews/{plan_review}/change/                  login 404   404   404   200   404   404   404   404
/plan/reviews/{plan_review}/new/                     login 200   200   200   200   403   403   404   404
/plan/reviews/{plan_review}/budget/                  login 405   405   405   405   405   405   405   404
/plan/reviews/{plan_review}/decisions/               login 405   405   405   405   405   405   405   404
/plan/reviews/{plan_review}/decisions/rest/          login 404   404   404   200   404   404   404   404
/plan/reviews/{plan_review}/take-over/               login 404   404   404   409   404   404   404   404
/plan/reviews/decisions/{review_decision}/drop/      login 404   404   404   302   404   404   404   404
/plan/reviews/measures/{paper}/decide/               login 404   404   404   200   404   404   404   404
/plan/reviews/new-measures/{new_measure}/decide/     login 404   404   404   200   404   404   404   404
/plan/reviews/measures/{paper}/                      login 405   405   405   405   405   405   405   404
/plan/reviews/measures/{paper}/edit/                 login 302   302   403   302   403   403   403   404
/plan/reviews/measures/{paper}/submit/               login 302   302   403   302   403   403   403   404
/plan/reviews/measures/{paper}/withdraw/             login 409   409   403   409   403   403   403   404
/plan/reviews/measures/{paper}/send-back/            login 404   404   404   409   404   404   404   404
/plan/reviews/measures/{paper}/propose/              login 404   404   404   200   404   404   404   404
/plan/reviews/new-measures/{new_measure}/            login 405   405   405   405   405   405   405   404
/plan/reviews/new-measures/{new_measure}/edit/       login 200   200   404   200   403   403   404   404
/plan/reviews/new-measures/{new_measure}/drop/       login 200   200   404   200   403   403   404   404
/plan/reviews/new-measures/{new_measure}/handle/     login 404   404   404   200   404   404   404   404
"""
