"""What others ask of the taxonomy."""

from models_taxonomy.models import Aspect, Claim, ValueModel


def claim_versions() -> dict[str, int]:
    """The number of the newest wording of each claim that is not withdrawn, by code."""
    return dict(Claim.objects.filter(is_withdrawn=False).values_list("code", "version"))


def silent_cells() -> frozenset[tuple[str, int]]:
    """The (aspect code, model number) cells in which the text makes no claim."""
    spoken = set(Claim.objects.values_list("aspect__code", "model_id"))
    aspects = Aspect.objects.values_list("code", flat=True)
    models = list(ValueModel.objects.values_list("number", flat=True))
    return frozenset(
        (aspect, model) for aspect in aspects for model in models if (aspect, model) not in spoken
    )
