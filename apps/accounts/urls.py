"""Addresses of accounts."""

from django.urls import path

from apps.accounts.views import closing, factors, joining, own, passkeys, passwords, sessions, sign_on, signing

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-in/second-step/", factors.second_step, name="second_step"),
    path("sign-in/second-step/begin/", passkeys.second_step_begin, name="second_step_begin"),
    path("sign-in/organisation/", sign_on.sign_on, name="sign_on"),
    path("sign-in/organisation/back/", sign_on.sign_on_back, name="sign_on_back"),
    path("sign-in/organisation/connect/", sign_on.sign_on_connect, name="sign_on_connect"),
    path("sign-in/organisation/welcome/", sign_on.sign_on_welcome, name="sign_on_welcome"),
    path("sign-in/passkey/", passkeys.passkey_enter, name="passkey_enter"),
    path("sign-in/passkey/begin/", passkeys.passkey_enter_begin, name="passkey_enter_begin"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("sign-up/", joining.sign_up, name="sign_up"),
    path("sign-up/sent/", joining.sign_up_sent, name="sign_up_sent"),
    path("sign-up/<str:secret>/", joining.sign_up_confirm, name="sign_up_confirm"),
    path("forgotten-password/", passwords.password_forgotten, name="password_forgotten"),
    path("forgotten-password/sent/", passwords.password_sent, name="password_sent"),
    path("forgotten-password/<str:secret>/", passwords.password_choose, name="password_choose"),
    path("account/", own.account, name="account"),
    path("account/terms/", own.terms, name="terms"),
    path("account/email/", own.email_change, name="email_change"),
    path("account/email/<str:secret>/", own.email_confirm, name="email_confirm"),
    path("account/password/", own.password_change, name="password_change"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end/", sessions.sessions_end, name="sessions_end"),
    path("account/sessions/<int:number>/end/", sessions.session_end, name="session_end"),
    path("account/second-step/", factors.factors, name="factors"),
    path("account/second-step/codes/", factors.factors_codes, name="factors_codes"),
    path("account/second-step/off/", factors.factors_off, name="factors_off"),
    path("account/passkeys/", passkeys.passkeys, name="passkeys"),
    path("account/passkeys/begin/", passkeys.passkey_begin, name="passkey_begin"),
    path("account/passkeys/<int:pk>/", passkeys.passkey, name="passkey"),
    path("account/passkeys/<int:pk>/remove/", passkeys.passkey_remove, name="passkey_remove"),
    path("account/sign-on/<int:pk>/end/", sign_on.sign_on_disconnect, name="sign_on_disconnect"),
    path("account/export/", closing.account_export, name="account_export"),
    path("account/delete/", closing.account_delete, name="account_delete"),
    path("desk/tokens/", signing.tokens, name="tokens"),
    path("desk/tokens/<int:pk>/revoke/", signing.token_revoke, name="token_revoke"),
]
