"""What others ask of the taxonomy."""

from models_taxonomy.models import Claim


def claim_versions() -> dict[str, int]:
    """The number of the newest wording of each claim that is not withdrawn, by code."""
    return dict(Claim.objects.filter(is_withdrawn=False).values_list("code", "version"))
