"""The addresses of the site."""

from django.urls import include, path

from config import well_known
from config.seeing.page import site

urlpatterns = [
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path(".well-known/change-password", well_known.change_password, name="change_password"),
    path("review/site/", site, name="site_state"),
    path("account/", include("accounts.urls")),
    path("me/tokens/", include("accounts.token_urls")),
    path("api/", include("cases.api.urls")),
    path("", include("cases.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.busy.server_error"
# Where allauth looks for the answer to what comes too often.
handler429 = "config.errors.too_often"
