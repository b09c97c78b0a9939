"""The addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("accounts.urls")),
    path("", include("cases.urls")),
]

handler400 = "cases.views.errors.bad_request"
handler403 = "cases.views.errors.forbidden"
handler404 = "cases.views.errors.not_found"
handler500 = "config.busy.server_error"
# Where allauth looks for the answer to what comes too often.
handler429 = "cases.views.errors.too_often"
