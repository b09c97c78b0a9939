"""What others ask of the taxonomy."""

from models_taxonomy.models import Claim


def claim_versions() -> dict[str, int]:
    """The number of the newest wording of each claim, withdrawn ones too, by code."""
    return dict(Claim.objects.values_list("code", "version"))


def withdrawn_claims() -> frozenset[str]:
    """The codes of the claims that were withdrawn."""
    return frozenset(Claim.objects.filter(is_withdrawn=True).values_list("code", flat=True))
