"""What the benchmark does inside of the site, in a process of its own.

`session` prints the cookie of somebody who is signed in, `addresses` prints addresses for a mixed load, and
`write N` changes a public page N times and prints each number when it is committed.
"""

import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django must be set up first)
from django.test import Client  # noqa: E402

from accounts.actions import describe  # noqa: E402
from accounts.models import User  # noqa: E402
from cases.models import Case  # noqa: E402
from models_taxonomy.models import Claim  # noqa: E402

WRITER = "Bruno"
PAUSE = 0.02
COUNTRIES = ("ES", "FI", "DE", "FR", "US", "IT", "GB", "IN")


def session() -> str:
    """The cookie of a contributor."""
    client = Client()
    client.force_login(User.objects.get(username=WRITER), backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def addresses() -> list[str]:
    """Cases, claims, and the comparison pages with and without filters."""
    cases = [f"/cases/{slug}/" for slug in Case.objects.order_by("pk").values_list("slug", flat=True)]
    claims = [f"/claims/{code}/" for code in Claim.objects.order_by("order").values_list("code", flat=True)]
    pages = ["/", "/patchwork/", "/matrix/", "/map/", "/timeline/", "/moves/", "/gaps/", "/cases/", "/tags/"]
    filtered = [f"{page}?country={code}" for page in pages[1:6] for code in COUNTRIES]
    searched = [f"/cases/?q=word{number}" for number in range(200)]
    return [*cases, *claims, *pages, *filtered, *searched]


def write(times: int) -> None:
    """Change what a person says of themselves, and say so once it is committed."""
    writer = User.objects.get(username=WRITER)
    for number in range(1, times + 1):
        describe(user=writer, about=f"Number {number}.")
        print(number, flush=True)
        time.sleep(PAUSE)


def main() -> None:
    """Do one of the three."""
    if sys.argv[1] == "session":
        print(session())
    elif sys.argv[1] == "addresses":
        print("\n".join(addresses()))
    else:
        write(int(sys.argv[2]))


if __name__ == "__main__":
    main()
