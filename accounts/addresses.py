"""E-mail addresses: one mailbox, one account."""


def normalise_address(address: str) -> str:
    """Return the address in lower case, its domain in the form that the mail system uses (IDNA).

    An address without a domain, or with one that has no such form, is returned in lower case only.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return f"{local}{at}{domain}"
