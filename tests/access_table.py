"""Who gets what answer at which address. To add a page, add its line.

Answers: an HTTP status, or `login` for the way to the login page. Names in braces are filled
in by the test; `{report}` is a report of the division that reporter and head belong to, in the
state of the heading above (draft at the beginning).
"""

from dataclasses import dataclass

from tests import access_table_api as api
from tests import access_table_desk as desk
from tests import access_table_editions as editions
from tests import access_table_meetings as meetings
from tests import access_table_reviews as reviews
from tests import access_table_revisions as revisions

ROLES = (
    "anonymous", "reporter", "head", "other", "secretariat", "council", "executive",
    "administrator", "nobody",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """An address, the answer to each role, the report's state, the models it stands for."""

    address: str
    answers: dict[str, str]
    state: str = "draft"
    models: tuple[str, ...] = ()


def headed_lines(text: str):
    """(heading, words) of each line of a table; headings are in brackets."""
    heading = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("["):
            heading = line.strip("[]")
        else:
            yield heading, line.split()


def portal_rows(text: str) -> list[Row]:
    """One answer for each role, under headings that name the report's state."""
    return [
        Row(address, dict(zip(ROLES, answers, strict=True)), state or "draft")
        for state, (address, *answers) in headed_lines(text)
    ]


def admin_rows(text: str, method: str) -> list[Row]:
    """Four answers: to a look by secretariat and administrator, to an action by the same.

    `-` stands for no row. All others learn nothing: 404, and strangers the login page.
    """
    rows = []
    for models, (address, *answers) in headed_lines(text):
        look_secretariat, look_administrator, act_secretariat, act_administrator = answers
        two = (look_secretariat, look_administrator)
        if method == "post":
            two = (act_secretariat, act_administrator)
        if "-" not in two:
            others = dict.fromkeys(ROLES, "404") | {"anonymous": "login"}
            own = dict(zip(("secretariat", "administrator"), two, strict=True))
            rows.append(Row(address, others | own, models=tuple(models.split())))
    return rows


PAGES = """
                                          stranger reporter head other secret. council exec. admin. nobody
/accounts/login/                                     200   302   302   302   302   302   302   302   302
/accounts/logout/                                    405   405   405   405   405   405   405   405   405
/accounts/password/                                  login 200   200   200   200   200   200   200   200
/accounts/link/{code}/                               200   200   200   200   200   200   200   200   200
/accounts/link/AAAA-BBBB-CCCC-DDDD/                  410   410   410   410   410   410   410   410   410
/accounts/powers/                                    login 404   404   404   200   404   404   200   404
/accounts/powers/notices/                            login 200   200   200   200   200   200   200   200
/accounts/powers/{city_role}/approve/                login 405   405   405   405   405   405   405   404
/help/                                               200   200   200   200   200   200   200   200   200
/help/counting/                                      login 200   200   200   200   200   200   200   404
/accessibility/                                      200   200   200   200   200   200   200   200   200
/public/data/                                        200   200   200   200   200   200   200   200   200
/public/data/dictionary/                             200   200   200   200   200   200   200   200   200
/public/data/catalogue.jsonld                        200   200   200   200   200   200   200   200   200
/public/data/plan.schema.json                        200   200   200   200   200   200   200   200   200
/public/data/results.csv                             200   200   200   200   200   200   200   200   200
/public/                                             200   200   200   200   200   200   200   200   200
/public/glossary/                                    200   200   200   200   200   200   200   200   200
/public/about/                                       200   200   200   200   200   200   200   200   200
/public/accessibility/                               200   200   200   200   200   200   200   200   200
/public/revisions/                                   200   200   200   200   200   200   200   200   200
/public/revisions/{revision}/                        404   404   404   404   404   404   404   404   404
/public/years/                                       200   200   200   200   200   200   200   200   200
/public/years/2023/                                  404   404   404   404   404   404   404   404   404
/public/years/2023/policies-wide.svg                 404   404   404   404   404   404   404   404   404
/public/years/2023/policies/1/                       404   404   404   404   404   404   404   404   404
/public/years/2023/opinions/                         404   404   404   404   404   404   404   404   404
/public/years/2023/errata/                           404   404   404   404   404   404   404   404   404
/public/years/2023/measures/I-1-1/                   404   404   404   404   404   404   404   404   404
/public/years/2023/measures/I-1-1/chart-1-wide.svg   404   404   404   404   404   404   404   404   404
/                                                    login 302   302   302   302   302   302   302   404
/years/                                              login 200   200   200   200   200   200   200   404
/years/open/                                         login 404   404   404   200   404   404   404   404
/years/office-days/                                  login 200   200   200   200   200   200   200   404
/years/office-days/add/                              login 405   405   405   405   405   405   405   404
/years/office-days/{office_day}/restore/             login 405   405   405   405   405   405   405   404
/years/retention/                                    login 200   200   200   200   200   200   200   404
/years/{year}/retention/                             login 404   404   404   200   404   404   404   404
/years/{year}/disposal/                              login 404   404   404   200   404   404   404   404
/disposals/0/                                        login 404   404   404   404   404   404   404   404
/disposals/0/decide/                                 login 405   405   405   405   405   405   405   404
/disposals/0/drop/                                   login 405   405   405   405   405   405   405   404
/disposals/0/archive.zip                             login 404   404   404   404   404   404   404   404
/indicators/{indicator}/reference-values/            login 404   404   404   200   404   404   404   404
/indicators/{indicator}/reference-values/add/        login 405   405   405   405   405   405   405   404
/reference-values/{reference_value}/remove/          login 405   405   405   405   405   405   405   404
/years/{year}/change/                                login 404   404   404   200   404   404   404   404
/years/{year}/amounts/                               login 200   200   200   200   200   200   200   404
/years/{year}/budget/                                login 200   200   200   200   200   200   200   404
/years/{year}/budget/?file=xlsx                      login 200   200   200   200   200   200   200   404
/years/{year}/by-division/                           login 200   200   200   200   200   200   200   404
/years/{year}/by-division/?file=xlsx                 login 200   200   200   200   200   200   200   404
/years/{year}/by-division/{division_name}/           login 200   200   200   200   200   200   200   404
/years/{year}/by-division/どの課でもない/             login 404   404   404   404   404   404   404   404
/years/{year}/beside/                                login 200   200   200   200   200   200   200   404
/years/{year}/beside/?since=0                        login 404   404   404   404   404   404   404   404
/years/{year}/directions/                            login 200   200   200   200   200   200   200   404
/years/{year}/effects/                               login 200   200   200   200   200   200   200   404
/years/{year}/effects/?file=xlsx                     login 200   200   200   200   200   200   200   404
/years/{year}/indicators/                            login 200   200   200   200   200   200   200   404
/years/{year}/indicators/?file=xlsx                  login 200   200   200   200   200   200   200   404
/years/{year}/ways/                                  login 200   200   200   200   200   200   200   404
/years/{year}/ways/?file=xlsx                        login 200   200   200   200   200   200   200   404
/years/{year}/                                       login 200   200   200   200   200   200   200   404
/years/{year}/?pending=1                             login 200   200   200   200   200   200   200   404
/years/0/                                            login 404   404   404   404   404   404   404   404
/years/{year}/queue/                                 login 404   404   404   200   404   404   404   404
/years/{year}/policies-wide.svg                      login 200   200   200   200   200   200   200   404
/years/{year}/policies-other.svg                     login 404   404   404   404   404   404   404   404
/years/{year}/policies-wide/0123456789abcdef.svg     login 200   200   200   200   200   200   200   404
/indicators/{indicator}/chart/{year}/narrow/0123.svg login 200   200   200   200   200   200   200   404
/measures/{measure}/directions/{year}.png            login 200   200   200   200   200   200   200   404
/measures/{measure}/directions/{year}/wide.svg       login 200   200   200   200   200   200   200   404
/measures/{measure}/directions/{year}/wide/0123.svg  login 200   200   200   200   200   200   200   404
/measures/{measure}/directions/{year}/small.svg      login 404   404   404   404   404   404   404   404
/measures/0/directions/{year}/wide.svg               login 404   404   404   404   404   404   404   404
/years/{year}/policies.png                           login 200   200   200   200   200   200   200   404
/indicators/{indicator}/chart/{year}.png             login 200   200   200   200   200   200   200   404
/indicators/{indicator}/chart/{year}/narrow.svg      login 200   200   200   200   200   200   200   404
/policies/                                           login 200   200   200   200   200   200   200   404
/policies/{policy}/                                  login 200   200   200   200   200   200   200   404
/policies/0/                                         login 404   404   404   404   404   404   404   404
/measures/                                           login 200   200   200   200   200   200   200   404
/measures/{measure}/                                 login 200   200   200   200   200   200   200   404
/measures/0/                                         login 404   404   404   404   404   404   404   404
/my/                                                 login 200   200   200   200   200   200   200   404
/my/submit/                                          login 404   200   200   404   404   404   404   404
/my/endorse/                                         login 404   404   404   404   404   404   404   404
/records/                                            login 404   404   404   200   404   404   200   404
/records/verify/                                     login 404   404   404   200   404   404   200   404
/records/verify/?after=0                             login 404   404   404   200   404   404   200   404
/records/export/                                     login 404   404   404   200   404   404   200   404
/records/export/?measure={measure}                   login 404   404   404   200   404   404   200   404
/records/export/?year={year}                         login 404   404   404   200   404   404   200   404
/people/                                             login 404   404   404   200   404   404   200   404
/people/promoters/                                   login 200   200   200   200   200   200   200   404
/people/{user}/handover/                             login 404   404   200   200   404   404   200   404
/divisions/                                          login 404   404   404   404   404   404   200   404
/divisions/{division}/end/                           login 404   404   404   404   404   404   200   404
/jobs/{job}/                                         login 404   404   404   200   404   404   404   404
/jobs/{job}/state/                                   401   404   404   404   200   404   404   404   404
/jobs/0/                                             login 404   404   404   404   404   404   404   404
/plan/                                               login 200   200   200   200   200   200   200   404
/plan/editions/                                      login 200   200   200   200   200   200   200   404
/plan/editions/{edition}/                            login 200   200   200   200   200   200   200   404
/plan/editions/{edition}/document.json               login 200   200   200   200   200   200   200   404
/plan/editions/0/                                    login 404   404   404   404   404   404   404   404
/plan/editions/{edition}/publish-on/                 login 405   405   405   405   405   405   405   404
/plan/adopt/                                         login 405   405   405   405   405   405   405   404
/plan/as-of/                                         login 302   302   302   302   302   302   302   404
/plan/as-of/?day=R5.6.1                              login 200   200   200   200   200   200   200   404
/plan/as-of/?day=R2.6.1                              login 200   200   200   200   200   200   200   404
/plan/structure-wide.svg                             login 200   200   200   200   200   200   200   404
/chronology/                                         login 200   200   200   200   200   200   200   404
/library/                                            login 200   200   200   200   200   200   200   404
/glossary/                                           login 200   200   200   200   200   200   200   404
/systems/                                            login 200   200   200   200   200   200   200   404
/search/                                             login 200   200   200   200   200   200   200   404
/search/?q=様式                                      login 200   200   200   200   200   200   200   404
/systems/?file=csv                                   login 200   200   200   200   200   200   200   404
/systems/?file=cp932                                 login 200   200   200   200   200   200   200   404
/systems/?file=xlsx                                  login 200   200   200   200   200   200   200   404
/systems/overview/                                   login 200   200   200   200   200   200   200   404
/systems/{system}/                                   login 200   200   200   200   200   200   200   404
/systems/0/                                          login 404   404   404   404   404   404   404   404
/systems/chart/zone.png                              login 200   200   200   200   200   200   200   404
/systems/chart/cost/wide.svg                         login 200   200   200   200   200   200   200   404
/systems/chart/zone/narrow.svg                       login 200   200   200   200   200   200   200   404
/systems/chart/vendor/narrow.svg                     login 404   404   404   404   404   404   404   404
/systems/chart/division/other.svg                    login 404   404   404   404   404   404   404   404
/systems/chart/division/wide/0123456789abcdef.svg    login 200   200   200   200   200   200   200   404
/timeline/                                           login 200   200   200   200   200   200   200   404
/timeline/?file=xlsx                                 login 200   200   200   200   200   200   200   404
/timeline.png                                        login 200   200   200   200   200   200   200   404
/timeline/wide.svg                                   login 200   200   200   200   200   200   200   404
/timeline/other.svg                                  login 404   404   404   404   404   404   404   404
/timeline/narrow/0123456789abcdef.svg                login 200   200   200   200   200   200   200   404
/glossary/use/                                       login 404   404   404   200   404   404   404   404
/glossary/use/?use=&file=xlsx                        login 404   404   404   200   404   404   404   404
/glossary/abbreviations/                             login 404   404   404   200   404   404   404   404
/glossary/abbreviations/?file=csv                    login 404   404   404   200   404   404   404   404
/reports/{report}/edit/                              login 200   200   403   200   403   403   403   404
/reports/{report}/check/                             login 200   200   403   200   403   403   403   404
/reports/{report}/paper/                             login 200   200   200   200   403   403   403   404
/reports/{report}/paper.docx                         login 200   200   200   200   403   403   403   404
/reports/{report}/table/                             login 302   302   403   302   403   403   403   404
/years/{year}/divisions/{division}/table/            login 200   200   403   200   403   403   403   404
/years/{year}/measures/{measure}/brief/              login 200   200   200   200   403   403   403   404
/years/{year}/measures/0/brief/                      login 404   404   404   404   404   404   404   404
/years/{year}/divisions/{division}/paper/            login 200   200   403   200   403   403   403   404
/years/{year}/divisions/{division}/paper.docx        login 200   200   403   200   403   403   403   404
/years/{year}/divisions/{division}/workbook/         login 200   200   403   200   403   403   403   404
/years/{year}/divisions/{division}/workbook.xlsx     login 200   200   403   200   403   403   403   404
/years/{year}/divisions/{division}/workbook/store/   login 405   405   405   405   405   405   405   404
/years/{year}/divisions/{division}/workbook/marked/  login 405   405   405   405   405   405   405   404
/years/{year}/workbooks/                             login 404   404   404   200   404   404   404   404
/years/{year}/workbooks.zip                          login 404   404   404   200   404   404   404   404
/reports/{report}/done/                              login 200   200   403   200   403   403   403   404
/reports/{report}/review/                            login 404   404   404   200   404   404   404   404
/reports/{report}/contributors/                      login 404   404   404   200   404   404   404   404
/years/{year}/contributions/                         login 404   404   404   200   404   404   404   404
/years/{year}/contributions/{asked}/                 login 403   403   200   200   403   403   403   404
/years/{year}/contributions/0/                       login 404   404   404   404   404   404   404   404
/contributions/{contribution}/                       login 403   403   302   302   403   403   403   404
/measures/{measure}/notes/                           login 405   405   405   405   405   405   405   404
/reports/{report}/cautions/                          login 405   405   405   405   405   405   405   404
/reports/{report}/submit/                            login 405   405   405   405   405   405   405   404
/reports/{report}/ask-head/                          login 405   405   405   405   405   405   405   404
/reports/{report}/withdraw/                          login 405   405   405   405   405   405   405   404
/reports/{report}/comment/                           login 405   405   405   405   405   405   405   404
/reports/{report}/send-back/                         login 405   405   405   405   405   405   405   404
/reports/{report}/unconfirm/                         login 405   405   405   405   405   405   405   404
/reports/{report}/confirm/                           login 405   405   405   405   405   405   405   404
/reports/0/edit/                                     login 404   404   404   404   404   404   404   404
[not_started]
/reports/{report}/edit/                              login 200   200   403   200   403   403   403   404
/reports/{report}/check/                             login 200   200   403   200   403   403   403   404
/reports/{report}/review/                            login 404   404   404   200   404   404   404   404
[returned]
/reports/{report}/edit/                              login 200   200   403   200   403   403   403   404
/reports/{report}/check/                             login 200   200   403   200   403   403   403   404
/reports/{report}/review/                            login 404   404   404   200   404   404   404   404
[submitted]
/measures/{measure}/                                 login 200   200   200   200   200   200   200   404
/reports/{report}/edit/                              login 302   302   403   302   403   403   403   404
/reports/{report}/check/                             login 200   200   403   200   403   403   403   404
/reports/{report}/done/                              login 200   200   403   200   403   403   403   404
/reports/{report}/review/                            login 404   404   404   200   404   200   404   404
[confirmed]
/reports/{report}/edit/                              login 302   302   403   302   403   403   403   404
/reports/{report}/review/                            login 404   404   404   200   404   200   404   404
"""

# What is sent: the version as read, reasons, a note. `done` means that the report has changed.
PORTAL_ACTIONS = """
                                          stranger reporter head other secret. council exec. admin. nobody
/divisions/{division}/end/                           login 404   404   404   404   404   404   200   404
/accounts/logout/                                    login login login login login login login login login
/accounts/powers/notices/                            login 302   302   302   302   302   302   302   302
/accounts/powers/{city_role}/approve/                login 404   404   404   302   404   404   302   404
/accounts/password/                                  login 200   200   200   200   200   200   200   200
/years/open/                                         login 404   404   404   200   404   404   404   404
/years/office-days/                                  login 405   405   405   405   405   405   405   404
/years/office-days/add/                              login 404   404   404   200   404   404   404   404
/years/office-days/{office_day}/restore/             login 404   404   404   302   404   404   404   404
/years/retention/                                    login 405   405   405   405   405   405   405   404
/years/{year}/retention/                             login 404   404   404   200   404   404   404   404
/years/{year}/disposal/                              login 404   404   404   200   404   404   404   404
/disposals/0/                                        login 405   405   405   405   405   405   405   404
/disposals/0/decide/                                 login 404   404   404   404   404   404   404   404
/disposals/0/drop/                                   login 404   404   404   404   404   404   404   404
/disposals/0/archive.zip                             login 405   405   405   405   405   405   405   404
/plan/adopt/                                         login 404   404   404   200   404   404   404   404
/plan/editions/{edition}/publish-on/                 login 404   404   404   200   404   404   404   404
/indicators/{indicator}/reference-values/            login 405   405   405   405   405   405   405   404
/indicators/{indicator}/reference-values/add/        login 404   404   404   200   404   404   404   404
/reference-values/{reference_value}/remove/          login 404   404   404   302   404   404   404   404
/years/{year}/change/                                login 404   404   404   200   404   404   404   404
/years/                                              login 405   405   405   405   405   405   405   404
/years/{year}/                                       login 405   405   405   405   405   405   405   404
/measures/{measure}/notes/                           login 302   302   403   302   403   403   403   404
/my/submit/                                          login 404   302   302   404   404   404   404   404
/my/endorse/                                         login 404   404   404   404   404   404   404   404
/reports/{report}/contributors/                      login 404   404   404   302   404   404   404   404
/years/{year}/divisions/{division}/table/            login 302   302   403   302   403   403   403   404
/years/{year}/divisions/{division}/workbook/         login 200   200   403   200   403   403   403   404
/years/{year}/divisions/{division}/workbook/store/   login 409   409   403   409   403   403   403   404
/years/{year}/divisions/{division}/workbook/marked/  login 409   409   403   409   403   403   403   404
/years/{year}/contributions/                         login 405   405   405   405   405   405   405   404
/years/{year}/contributions/{asked}/                 login 403   403   302   302   403   403   403   404
/reports/{report}/cautions/                          login 302   302   403   302   403   403   403   404
/measures/{measure}/                                 login 405   405   405   405   405   405   405   404
/reports/{report}/check/                             login 405   405   405   405   405   405   405   404
/reports/{report}/review/                            login 405   405   405   405   405   405   405   404
/reports/{report}/edit/                              login done  done  403   done  403   403   403   404
/reports/{report}/ask-head/                          login done  done  403   302   403   403   403   404
/reports/{report}/submit/                            login 200   done  403   done  403   403   403   404
/reports/{report}/withdraw/                          login 302   302   403   302   403   403   403   404
/reports/{report}/comment/                           login 404   404   404   409   404   404   404   404
/reports/{report}/send-back/                         login 404   404   404   409   404   404   404   404
/reports/{report}/confirm/                           login 404   404   404   409   404   404   404   404
/reports/{report}/unconfirm/                         login 404   404   404   302   404   404   404   404
[submitted]
/reports/{report}/edit/                              login 409   409   403   409   403   403   403   404
/reports/{report}/ask-head/                          login 302   302   403   302   403   403   403   404
/reports/{report}/submit/                            login 200   409   403   409   403   403   403   404
/reports/{report}/withdraw/                          login 302   done  403   done  403   403   403   404
/reports/{report}/comment/                           login 404   404   404   done  404   409   404   404
/reports/{report}/send-back/                         login 404   404   404   done  404   409   404   404
/reports/{report}/confirm/                           login 404   404   404   done  404   409   404   404
[confirmed]
/reports/{report}/edit/                              login 409   409   403   409   403   403   403   404
/reports/{report}/ask-head/                          login 302   302   403   302   403   403   403   404
/reports/{report}/submit/                            login 200   409   403   409   403   403   403   404
/reports/{report}/withdraw/                          login 302   302   403   302   403   403   403   404
/reports/{report}/comment/                           login 404   404   404   done  404   409   404   404
/reports/{report}/send-back/                         login 404   404   404   done  404   409   404   404
/reports/{report}/confirm/                           login 404   404   404   409   404   409   404   404
/reports/{report}/unconfirm/                         login 404   404   404   302   404   404   404   404
"""

ADMIN = """
                                                     look: secr. admin.  act: secr. admin.
/admin/                                                    200   200          -     -
/admin/nowhere/                                            404   404          404   404
/admin/jsi18n/                                             200   200          405   405
/admin/autocomplete/                                       403   403          405   405
/admin/autocomplete/?{divisions}                           200   200          405   405
/admin/autocomplete/?{people}                              403   200          405   405
/admin/r/{measure_type}/{measure}/                         302   302          -     -
/admin/organization/                                       200   200          -     -
/admin/measures/                                           200   200          -     -
/admin/progress/                                           200   200          -     -
/admin/organization/user/{user}/password-link/             403   200          403   200
/admin/measures/plan/documents/                            200   200          405   405
/admin/measures/plan/documents/blank/                      200   200          405   405
/admin/measures/plan/documents/nowhere.json/               404   404          405   405
/admin/measures/plan/documents/upload/                     405   405          200   200
/admin/measures/plan/documents/load/                       405   405          409   409
/admin/measures/plan/documents/table/                      405   405          200   200
/admin/measures/plan/documents/table/fill/                 405   405          409   409
/admin/measures/plan/{plan}/findings/                      200   200          -     -
/admin/measures/plan/{plan}/export/                        200   200          -     -
/admin/measures/plan/{plan}/workbook/                      200   200          -     -
[organization.division]
/admin/{model}/                                            200   200          200   200
/admin/{model}/add/                                        403   200          403   200
/admin/{model}/{object}/                                   302   302          302   302
/admin/{model}/{object}/change/                            200   200          403   200
/admin/{model}/{object}/delete/                            403   403          403   403
/admin/{model}/{object}/history/                           200   200          -     -
[organization.user]
/admin/{model}/                                            403   200          403   200
/admin/{model}/add/                                        403   200          403   200
/admin/{model}/{object}/                                   302   302          302   302
/admin/{model}/{object}/change/                            403   200          403   200
/admin/{model}/{object}/delete/                            403   403          403   403
/admin/{model}/{object}/history/                           403   200          -     -
[measures.plan]
/admin/{model}/                                            200   200          200   200
/admin/{model}/add/                                        403   403          403   403
/admin/{model}/{object}/                                   302   302          302   302
/admin/{model}/{object}/change/                            200   200          -     -
/admin/{model}/{object}/delete/                            403   403          403   403
/admin/{model}/{object}/history/                           200   200          -     -
[measures.policy measures.direction measures.measure measures.indicator measures.planword measures.*kind]
/admin/{model}/                                            200   200          200   200
/admin/{model}/add/                                        200   200          200   200
/admin/{model}/{object}/                                   302   302          302   302
/admin/{model}/{object}/change/                            200   200          200   200
/admin/{model}/{object}/delete/                            403   403          403   403
/admin/{model}/{object}/history/                           200   200          -     -
[measures.chronologyevent glossary.term systems_inventory.*]
/admin/{model}/                                            200   200          200   200
/admin/{model}/add/                                        200   200          200   200
/admin/{model}/{object}/                                   302   302          302   302
/admin/{model}/{object}/change/                            200   200          200   200
/admin/{model}/{object}/delete/                            200   200          302   302
/admin/{model}/{object}/history/                           200   200          -     -
[organization.division organization.user]
/admin/{model}/export/                                     403   200          403   200
[measures.measure measures.indicator glossary.term systems_inventory.informationsystem]
/admin/{model}/export/                                     200   200          200   200
[progress.reviewyear]
/admin/{model}/                                            200   200          200   200
/admin/{model}/add/                                        403   403          403   403
/admin/{model}/{object}/                                   302   302          302   302
/admin/{model}/{object}/change/                            200   200          403   403
/admin/{model}/{object}/delete/                            403   403          403   403
/admin/{model}/{object}/history/                           200   200          -     -
[progress.progressreport progress.statuschange progress.indicatorresult]
/admin/{model}/                                            200   403          200   403
/admin/{model}/add/                                        403   403          403   403
/admin/{model}/{object}/                                   302   302          302   302
/admin/{model}/{object}/change/                            200   403          403   403
/admin/{model}/{object}/delete/                            403   403          403   403
/admin/{model}/{object}/history/                           200   403          -     -
[progress.indicatorresult]
/admin/{model}/export/                                     200   403          200   403
"""


def without_captions(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith(("/", "[")))


LOOKS = portal_rows(without_captions(PAGES)) + portal_rows(without_captions(meetings.PAGES))
LOOKS += portal_rows(without_captions(editions.PAGES))
LOOKS += portal_rows(without_captions(api.PAGES))
LOOKS += portal_rows(without_captions(desk.PAGES))
LOOKS += portal_rows(without_captions(reviews.PAGES))
LOOKS += portal_rows(without_captions(revisions.PAGES))
LOOKS += admin_rows(without_captions(ADMIN), "get")
ACTIONS = portal_rows(without_captions(PORTAL_ACTIONS))
ACTIONS += portal_rows(without_captions(meetings.ACTIONS))
ACTIONS += portal_rows(without_captions(desk.ACTIONS))
ACTIONS += portal_rows(without_captions(revisions.ACTIONS))
ACTIONS += portal_rows(without_captions(editions.ACTIONS))
ACTIONS += portal_rows(without_captions(reviews.ACTIONS))
ACTIONS += admin_rows(without_captions(ADMIN), "post")
