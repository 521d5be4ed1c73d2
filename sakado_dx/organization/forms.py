"""Forms of the login pages. Their errors never tell whether a login ID exists."""

from django.contrib.auth import forms as auth_forms

from sakado_dx.organization.passwords import HELP


class LoginForm(auth_forms.AuthenticationForm):
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


class NewPasswordFields:
    """Labels and errors of a new password typed twice, in plain Japanese."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = "新しいパスワード", "新しいパスワード（もう一度）"
        first.help_text, second.help_text = HELP, ""
        first.error_messages["required"] = "新しいパスワードを入力してください。"
        second.error_messages["required"] = "新しいパスワードをもう一度入力してください。"

    def set_password_and_save(self, user, password_field_name="password1", commit=True):
        """Write the password alone: what else changed meanwhile stays."""
        user.set_password(self.cleaned_data[password_field_name])
        if commit:
            user.save(update_fields=["password"])
        return user


class PasswordChangeForm(NewPasswordFields, auth_forms.PasswordChangeForm):
    """The password of today, and a new one."""

    error_messages = {
        "password_mismatch": "2回入力した新しいパスワードが一致しません。",
        "password_incorrect": "いまのパスワードが違います。",
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "いまのパスワード"
        self.fields["old_password"].error_messages["required"] = (
            "いまのパスワードを入力してください。"
        )


class LinkPasswordForm(NewPasswordFields, auth_forms.SetPasswordForm):
    """A new password, for who holds a one-time link."""

    error_messages = {"password_mismatch": "2回入力した新しいパスワードが一致しません。"}
