"""The taxonomy as forms and pages need it: four small lists in four queries."""

from dataclasses import dataclass

from models_taxonomy.models import Aspect, Claim, Stage, ValueModel


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Stages, value models, aspects and claims (withdrawn ones too), each in its order."""

    stages: tuple[Stage, ...]
    models: tuple[ValueModel, ...]
    aspects: tuple[Aspect, ...]
    claims: tuple[Claim, ...]

    @property
    def claim_versions(self) -> dict[str, int]:
        """The number of the newest wording of each claim, withdrawn ones too."""
        return {claim.code: claim.version for claim in self.claims}

    @property
    def withdrawn_claims(self) -> frozenset[str]:
        """The codes of the claims that were withdrawn."""
        return frozenset(claim.code for claim in self.claims if claim.is_withdrawn)

    def claim(self, code: str) -> Claim | None:
        """The claim of this code, or None."""
        return next((claim for claim in self.claims if claim.code == code), None)

    def stage(self, number: int | None) -> Stage | None:
        """The stage of this number, or None."""
        return next((stage for stage in self.stages if stage.number == number), None)

    def model(self, number: int | None) -> ValueModel | None:
        """The value model of this number, or None."""
        return next((model for model in self.models if model.number == number), None)


def load_all() -> Taxonomy:
    """Read the whole taxonomy."""
    return Taxonomy(
        stages=tuple(Stage.objects.all()),
        models=tuple(ValueModel.objects.all()),
        aspects=tuple(Aspect.objects.all()),
        claims=tuple(Claim.objects.select_related("aspect", "model")),
    )


def claim_statements() -> dict[str, str]:
    """The statement of each claim by its code, in their order, withdrawn ones too; one query."""
    return dict(Claim.objects.values_list("code", "statement"))
