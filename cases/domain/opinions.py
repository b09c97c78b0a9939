"""What a second opinion may say: where somebody else would place a case.

An opinion maps what it is about to a value, both as text: `{"stage": "6", "model": "3", "3f": "supports"}`.
What it does not name, it does not judge.
"""

from collections.abc import Collection, Mapping

from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.vocabulary import MODELS, STAGES, Stance

STAGE, MODEL = "stage", "model"
NO_STAGE = "0"
"""The value of the stage by which somebody says that the hierarchy does not apply."""

Choices = Mapping[str, str]

STAGE_VALUES = (*(str(number) for number in STAGES), NO_STAGE)
MODEL_VALUES = tuple(str(number) for number in MODELS)
STANCE_VALUES = tuple(stance.value for stance in Stance)


def values_of(about: str) -> tuple[str, ...]:
    """The values that can be chosen for the stage, the model or a claim."""
    return {STAGE: STAGE_VALUES, MODEL: MODEL_VALUES}.get(about, STANCE_VALUES)


def problems_of_opinion(choices: Choices, claims: Collection[str]) -> tuple[Problem, ...]:
    """What must be mended before the opinion can be kept; `claims` are those that can be judged."""
    if not choices:
        return (Problem("", _("Nothing is chosen yet. Choose a stage, a model, or a stance on one claim.")),)
    return tuple(
        Problem(about, _("There is no such choice. Choose one of the list."))
        for about, value in choices.items()
        if about not in {STAGE, MODEL, *claims} or value not in values_of(about)
    )
