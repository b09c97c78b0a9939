"""What content must say before it may be sent for review.

A case needs a title, a one-sentence summary, one phase, and either one part or one illustration with
one source. Phases are in order and do not overlap. Everything else may stay open: partial is normal.
"""

from collections.abc import Collection, Mapping
from itertools import pairwise

from cases.domain import vocabulary as words
from cases.domain.content import CaseContent, Illustration, Image, Phase, Source
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.vocabulary import Stance


def problems_before_review(
    content: CaseContent,
    *,
    claim_versions: Mapping[str, int],
    withdrawn: Collection[str] = (),
    base: CaseContent | None = None,
) -> tuple[Problem, ...]:
    """Return what must be mended before this content may be sent; empty when it may.

    `claim_versions` maps each claim's code to the number of its newest wording; `withdrawn` are the claims
    on which nothing new is placed. What `base`, the content that was changed, says of them may stay.
    """
    return (
        *_identity(content),
        *_phases(content.phases),
        *_substance(content),
        *_years(content),
        *(problem for row in enumerate(content.sources) for problem in _source(*row)),
        *(
            problem
            for index, row in enumerate(content.illustrations)
            for problem in _illustration(index, row, content, claim_versions)
        ),
        *(problem for row in enumerate(content.images) for problem in _image(*row)),
        *_on_withdrawn_claims(content, withdrawn, base),
        *_places(content),
        *_stake(content),
    )


def _identity(content: CaseContent) -> list[Problem]:
    problems = []
    if not content.title:
        problems.append(Problem("title", _("The title is missing. Write the name of the case.")))
    if not content.summary:
        problems.append(
            Problem("summary", _("The summary is missing. Say in one sentence what the case is."))
        )
    return problems


def _phases(phases: tuple[Phase, ...]) -> list[Problem]:
    if not phases:
        return [Problem("phases", _("There is no phase. Say since when, at which stage and model."))]
    problems = []
    for index, phase in enumerate(phases):
        if phase.end is not None and phase.end < phase.start:
            problems.append(
                Problem(f"phases.{index}.end", _("The phase ends before it starts. Correct a year."))
            )
        if phase.stage is None and not phase.no_stage_reason:
            problems.append(
                Problem(
                    f"phases.{index}.stage",
                    _("The stage is missing. Choose one, or say why the hierarchy does not apply."),
                )
            )
        if phase.stage is not None and phase.no_stage_reason:
            problems.append(
                Problem(
                    f"phases.{index}.no_stage_reason",
                    _("The phase has a stage and a reason for having none. Keep one of the two."),
                )
            )
    return problems + _overlaps(phases)


def _overlaps(phases: tuple[Phase, ...]) -> list[Problem]:
    problems = []
    for index, (before, after) in enumerate(pairwise(phases), start=1):
        if before.end is None or after.start < before.end or after.start < before.start:
            problems.append(
                Problem(
                    f"phases.{index}.start",
                    _("This phase starts before the one above it ends. Put phases in order, no overlap."),
                )
            )
    return problems


def _substance(content: CaseContent) -> list[Problem]:
    if any(part.text for part in content.parts):
        return []
    if any(row.sources for row in content.illustrations):
        return []
    return [
        Problem(
            "parts",
            _("The case says nothing yet. Write one part, or place it on one claim with one source."),
        )
    ]


def _years(content: CaseContent) -> list[Problem]:
    began, ended = content.began, content.ended
    if type(began) is int and type(ended) is int and ended < began:
        return [Problem("ended", _("The case ends before it begins. Correct one of the years."))]
    return []


def _source(index: int, source: Source) -> list[Problem]:
    problems = []
    if not source.title:
        problems.append(Problem(f"sources.{index}.title", _("The source has no title. Write its title.")))
    needs_address = source.kind not in {
        words.SourceKind.INTERVIEW,
        words.SourceKind.OBSERVATION,
        words.SourceKind.BOOK,
    }
    if needs_address and not (source.url or source.doi or source.publisher):
        problems.append(
            Problem(
                f"sources.{index}.url",
                _("A reader cannot find this source. Give its link, its DOI or its publisher."),
            )
        )
    return problems


def _image(index: int, image: Image) -> list[Problem]:
    """What keeps an image from being shown: everybody must know what it shows, whose it is and its terms."""
    missing = {
        "alt": _("The image has no description. Say what is to be seen, for whom cannot see it."),
        "author": _("The image names no author. Say who made it."),
        "licence": _("The image names no licence. Choose the one under which its author gives it."),
    }
    return [
        Problem(f"images.{index}.{field}", message)
        for field, message in missing.items()
        if not getattr(image, field)
    ]


def _illustration(
    index: int, row: Illustration, content: CaseContent, claim_versions: Mapping[str, int]
) -> list[Problem]:
    path = f"illustrations.{index}"
    problems = []
    newest = claim_versions.get(row.claim)
    if newest is None:
        problems.append(
            Problem(f"{path}.claim", _("There is no claim “%(code)s”. Choose one."), {"code": row.claim})
        )
    elif row.version > newest:
        problems.append(
            Problem(
                f"{path}.version",
                _("Claim %(code)s has no wording %(version)s. The newest is %(newest)s."),
                {"code": row.claim, "version": row.version, "newest": newest},
            )
        )
    others = [other for other in content.illustrations if other.claim == row.claim and other is not row]
    if row.stance is Stance.NOT_FOUND and others:
        problems.append(
            Problem(
                f"{path}.stance",
                _("Claim %(code)s is placed and also said not to be found. Keep one of the two."),
                {"code": row.claim},
            )
        )
    if not row.note:
        problems.append(
            Problem(f"{path}.note", _("Say what in the case shows this: nothing is written yet."))
        )
    if not row.sources and row.stance is not Stance.NOT_FOUND:
        problems.append(Problem(f"{path}.sources", _("The placement names no source. Name at least one.")))
    problems += [
        Problem(
            f"{path}.sources",
            _("There is no source “%(key)s” in this case. Add it or choose another."),
            {"key": key},
        )
        for key in row.sources
        if content.source(key) is None
    ]
    return problems


def _on_withdrawn_claims(
    content: CaseContent, withdrawn: Collection[str], base: CaseContent | None
) -> list[Problem]:
    kept = base.illustrations if base else ()
    return [
        Problem(
            f"illustrations.{index}.claim",
            _(
                "Claim %(code)s was withdrawn, so nothing new is placed on it. Choose another claim, remove "
                "the placement, or leave it as the case has it today."
            ),
            {"code": row.claim},
        )
        for index, row in enumerate(content.illustrations)
        if row.claim in withdrawn and row not in kept
    ]


def _places(content: CaseContent) -> list[Problem]:
    return [
        Problem(f"places.{index}.name", _("The place has no name. Write it, or remove the row."))
        for index, place in enumerate(content.places)
        if not place.name
    ]


def _stake(content: CaseContent) -> list[Problem]:
    if content.stake is None:
        return [Problem("stake", _("Say whether you have a stake in this case: none, or which."))]
    if content.stake.none and content.stake.which:
        return [Problem("stake", _("You say that you have no stake, and name one. Keep one of the two."))]
    if not content.stake.none and not content.stake.which:
        return [Problem("stake", _("Say which stake you have in this case, or choose none."))]
    return []
