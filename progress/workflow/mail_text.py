"""The body of a mail that the portal writes."""

from sakado_dx.organization.models import User

FOOTER = "このメールは、進捗管理ポータルが自動で送りました。返信しても届きません。"


def letter(person: User, *paragraphs: str) -> str:
    """The body of a mail: whom it is to, its paragraphs, and where it comes from."""
    return "\n\n".join([f"{person} 様", *filter(None, paragraphs), FOOTER]) + "\n"
