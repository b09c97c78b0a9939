"""The form of a second opinion: a stage, a model, and a stance on any claims; all of it may stay open."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from cases.domain.opinions import MODEL, NO_STAGE, STAGE, Choices
from cases.domain.vocabulary import STANCE_LABELS
from cases.forms.proposal import PlacedForm
from cases.forms.rows import labelled
from cases.queries.taxonomy import Taxonomy
from models_taxonomy.models import Claim

NOT_SAID = _("I do not say")
NO_SUCH = {"invalid_choice": _("There is no such choice. Choose one of the list.")}
SAID_BEFORE = {"required": _("Say whether you had read the placement before. Choose one of the two.")}


class OpinionForm(PlacedForm):
    """Everything that one may judge. `seen` is the number of the revision that the page showed."""

    stage = forms.ChoiceField(label=_("Stage of engagement"), required=False, error_messages=NO_SUCH)
    model = forms.ChoiceField(label=_("Value model"), required=False, error_messages=NO_SUCH)
    had_read = forms.ChoiceField(
        label=_("I had read the placement on the page of this case before"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages=NO_SUCH | SAID_BEFORE,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        taxonomy: Taxonomy,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.claims = [claim for claim in taxonomy.claims if not claim.is_withdrawn]
        stages = [(str(stage.number), f"{stage.number} {stage.name}") for stage in taxonomy.stages]
        models = [(str(model.number), str(model)) for model in taxonomy.models]
        no_stage = (NO_STAGE, _("The hierarchy does not apply"))
        self.fields[STAGE].choices = [("", NOT_SAID), *stages, no_stage]  # type: ignore[attr-defined]
        self.fields[MODEL].choices = [("", NOT_SAID), *models]  # type: ignore[attr-defined]
        for claim in self.claims:
            self.fields[_name(claim)] = forms.ChoiceField(
                label=f"{claim.code}: {claim.statement}",
                required=False,
                choices=[("", NOT_SAID), *labelled(STANCE_LABELS)],
                error_messages=NO_SUCH,
            )

    @staticmethod
    def filled_with(said: Choices) -> dict[str, str]:
        """The fields of what somebody said before."""
        return {
            about if about in {STAGE, MODEL} else f"claim_{about}": value for about, value in said.items()
        }

    def by_model(self) -> Iterator[tuple[object, list[BoundField], bool]]:
        """The claims of each value model, and whether something is chosen or wrong among them."""
        models = {claim.model_id: claim.model for claim in self.claims}
        for number, model in sorted(models.items()):
            fields = [self[_name(claim)] for claim in self.claims if claim.model_id == number]
            yield model, fields, any(bound.value() or bound.errors for bound in fields)

    def choices(self) -> dict[str, str]:
        """What was chosen, by what it is about."""
        data = self.cleaned_data
        named = {STAGE: data[STAGE], MODEL: data[MODEL]}
        named |= {claim.code: data[_name(claim)] for claim in self.claims}
        return {about: value for about, value in named.items() if value}


def _name(claim: Claim) -> str:
    return f"claim_{claim.code}"
