"""The rules by which an unsafe configuration is refused at the start."""

import ipaddress

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


def refuse_unsafe(
    *, mode: str, debug: bool, secret_key: str, hosts: list[str], site_url: str, mail_url: str
) -> None:
    """Raise ImproperlyConfigured with every fault and its fix, if production would be unsafe.

    In demo mode every host that is not of this machine is refused.
    """
    faults = _faults_anywhere(hosts)
    if mode == "demo":
        faults += _faults_in_demo(hosts)
    if mode == "production":
        faults += _faults_in_production(debug=debug, secret_key=secret_key, hosts=hosts, site_url=site_url)
        faults += _faults_of_mail(mail_url)
    if faults:
        raise ImproperlyConfigured("The configuration is unsafe.\n- " + "\n- ".join(faults))


def _faults_anywhere(hosts: list[str]) -> list[str]:
    if any(host == "*" or host.startswith(".") for host in hosts):
        return ["PATCHWORK_HOSTS holds a wildcard. Name each host in full."]
    return []


def _faults_in_demo(hosts: list[str]) -> list[str]:
    """A demo asks for no second factor and may show its faults, so nobody else may reach it."""
    public = [host for host in hosts if not _is_of_this_machine(host)]
    if not public:
        return []
    return [
        f"PATCHWORK_HOSTS names {public[0]}, and PATCHWORK_MODE is demo, which is for this machine only. "
        "Set PATCHWORK_MODE=production, or leave PATCHWORK_HOSTS empty."
    ]


def _is_of_this_machine(host: str) -> bool:
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


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
