"""The addresses of personal tokens."""

from django.urls import path

from accounts import token_views

urlpatterns = [
    path("", token_views.tokens, name="account_tokens"),
    path("<int:pk>/revocation/", token_views.revoke, name="account_token_revocation"),
]
