"""How people sign in, as far as it is the same on every site: settings of Django and allauth, none from outside."""

AUTHENTICATION_BACKENDS = ["apps.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "apps.accounts.passwords.LengthValidator"},
    {"NAME": "apps.accounts.passwords.CommonValidator"},
    {"NAME": "apps.accounts.passwords.OwnWordsValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "work:enter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "apps.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "explore:home"
# Tries that fail: per address of the network, then per account (the same whether or not there is such an account).
# What sends a mail: per address of the network, and so many an hour to one address of mail.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # Only asking for a challenge, which every try begins with.
    "passkey": "60/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip",
    "confirm_email": "30/m/ip",
    "mail": "3/h/key",
    "reauthenticate": "10/m/ip,5/300s/key",
}
SESSION_ENGINE = "apps.accounts.sessions"
# Not in a cookie of its own, which would outlive signing out and tell the next person what was said to this one.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "apps.pages.views.stale_form"
