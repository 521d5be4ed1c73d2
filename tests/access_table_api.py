"""Who gets what answer from the read API (see access_table)."""

PAGES = """
                                          stranger reporter head other secret. council exec. admin. nobody
/api/v1/                                             200   200   200   200   200   200   200   200   200
/api/v1/try/                                         200   200   200   200   200   200   200   200   200
/api/v1/schema/                                      200   200   200   200   200   200   200   200   200
/api/v1/nowhere/                                     404   404   404   404   404   404   404   404   404
/api/v1/plan/                                        200   200   200   200   200   200   200   200   200
/api/v1/policies/                                    200   200   200   200   200   200   200   200   200
/api/v1/directions/                                  200   200   200   200   200   200   200   200   200
/api/v1/measures/                                    200   200   200   200   200   200   200   200   200
/api/v1/measures/?secret=1                           400   400   400   400   400   400   400   400   400
/api/v1/measures/{measure_key}/                      200   200   200   200   200   200   200   200   200
/api/v1/measures/nothing/                            404   404   404   404   404   404   404   404   404
/api/v1/yearly-directions/                           200   200   200   200   200   200   200   200   200
/api/v1/indicators/                                  200   200   200   200   200   200   200   200   200
/api/v1/indicators/{indicator_key}/                  200   200   200   200   200   200   200   200   200
/api/v1/words/                                       401   200   200   200   200   200   200   200   404
/api/v1/chronology/                                  200   200   200   200   200   200   200   200   200
/api/v1/terms/                                       200   200   200   200   200   200   200   200   200
/api/v1/years/                                       200   200   200   200   200   200   200   200   200
/api/v1/years/2023/reports/                          404   200   200   200   200   200   200   200   404
/api/v1/years/2023/reports/?pending=1                403   403   403   403   200   200   200   403   403
/api/v1/years/2023/reports/{measure_key}/            404   200   200   200   200   200   200   200   404
/api/v1/years/2023/reports/nothing/                  404   404   404   404   404   404   404   404   404
/api/v1/years/2023/results/                          404   200   200   200   200   200   200   200   404
/api/v1/years/2023/decisions/                        404   200   200   200   200   200   200   200   404
/api/v1/years/1999/reports/                          404   404   404   404   404   404   404   404   404
/api/v1/systems/                                     401   200   200   200   200   200   200   200   404
"""
