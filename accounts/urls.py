"""The addresses of accounts: our own, then those of allauth."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("signup/", views.SignUp.as_view(), name="account_signup"),
    path("about/", views.about, name="account_about"),
    path("roles/", views.roles, name="account_roles"),
    path("delete/", views.delete, name="account_delete"),
    path("", include("allauth.urls")),
]
