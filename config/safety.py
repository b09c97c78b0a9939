"""The rules by which an unsafe configuration is refused at the start."""

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


def refuse_unsafe(
    *, mode: str, debug: bool, secret_key: str, hosts: list[str], site_url: str, mail_url: str
) -> None:
    """Raise ImproperlyConfigured with every fault and its fix, if production would be unsafe.

    In demo mode only a public host together with DEBUG, or a wildcard host, is refused.
    """
    faults = _faults_anywhere(debug=debug, hosts=hosts)
    if mode == "production":
        faults += _faults_in_production(debug=debug, secret_key=secret_key, hosts=hosts, site_url=site_url)
        faults += _faults_of_mail(mail_url)
    if faults:
        raise ImproperlyConfigured("The configuration is unsafe.\n- " + "\n- ".join(faults))


def _faults_anywhere(*, debug: bool, hosts: list[str]) -> list[str]:
    local = {"127.0.0.1", "localhost", "[::1]", "testserver"}
    faults = []
    if any(host == "*" or host.startswith(".") for host in hosts):
        faults.append("PATCHWORK_HOSTS holds a wildcard. Name each host in full.")
    if debug and set(hosts) - local:
        faults.append("PATCHWORK_DEBUG is on with a public host. Set PATCHWORK_DEBUG=0.")
    return faults


def _faults_in_production(*, debug: bool, secret_key: str, hosts: list[str], site_url: str) -> list[str]:
    faults = []
    if len(secret_key) < SHORTEST_SECRET or len(set(secret_key)) < 5:
        faults.append(
            f"PATCHWORK_SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters. Make one "
            "with: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if debug:
        faults.append("PATCHWORK_DEBUG is on in production. Set PATCHWORK_DEBUG=0.")
    if not hosts:
        faults.append("PATCHWORK_HOSTS is empty. Name the hosts that the site answers to.")
    if not site_url.startswith("https://"):
        faults.append("PATCHWORK_SITE_URL does not begin with https://. Write the public address.")
    return faults


def _faults_of_mail(mail_url: str) -> list[str]:
    """Without mail nobody can confirm an address, and a misspelt scheme would fail in silence."""
    if mail_url.startswith(("smtp://", "smtps://")):
        return []
    return ["PATCHWORK_MAIL_URL is not the address of a mail server. Write smtp://user:password@host:port."]
