"""Addresses of accounts."""

from django.urls import path

from apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("desk/tokens/", views.tokens, name="tokens"),
    path("desk/tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
]
