"""What stands in the place of a picture that could not be drawn: a sentence, where the picture was.

Written by hand, since whatever failed may fail again; the page around it keeps finding and table.
"""

from django.template.loader import render_to_string

FAILED = "図を描けませんでした。"
SEE_TABLE = "数値は表をご覧ください。"


def failed_picture(width: int, height: int) -> bytes:
    """An SVG document of this size that says it."""
    size = max(12, min(20, width // 22))
    context = {
        "lines": [(FAILED, height // 2 - size), (SEE_TABLE, height // 2 + size)],
        "width": width,
        "height": height,
        "middle": width // 2,
        "size": size,
    }
    return render_to_string("progress/charts/failed.svg", context).encode()
