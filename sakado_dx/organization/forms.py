"""Forms of the login pages. Their errors never tell whether a login ID exists."""

from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """Login ID and password."""

    error_messages = {
        "invalid_login": (
            "ログインIDかパスワードが違います。大文字と小文字は区別されます。"
            "間違いがないのに入れないときは、システム管理者に確かめてください。"
        ),
        # Never reached with our backend, which refuses a disabled user like a stranger.
        "inactive": "ログインIDかパスワードが違います。",
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "ログインIDを入力してください。"
        self.fields["password"].error_messages["required"] = "パスワードを入力してください。"
