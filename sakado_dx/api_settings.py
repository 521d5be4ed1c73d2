"""What drf-spectacular is told of the read API (settings.py)."""

OPENAPI = {
    "TITLE": "DX推進計画 進捗管理ポータル 読み出しAPI",
    "DESCRIPTION": "計画と、公表した年度の報告を、だれでも読めます。",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],
    "SORT_OPERATION_PARAMETERS": False,
    "SORT_OPERATIONS": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "session": {
                "type": "apiKey",
                "in": "cookie",
                "name": "sessionid",
                "description": "ポータルにログインしたブラウザーのセッション",
            }
        }
    },
}
