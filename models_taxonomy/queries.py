"""What others ask of the taxonomy."""

from dataclasses import dataclass

from models_taxonomy.models import Claim


@dataclass(frozen=True, slots=True)
class Claims:
    """The number of the newest wording of each claim by code, withdrawn ones too, and which those are."""

    versions: dict[str, int]
    withdrawn: frozenset[str]


def claims_now() -> Claims:
    """The claims as they stand; one query."""
    rows = list(Claim.objects.values_list("code", "version", "is_withdrawn"))
    return Claims(
        versions={code: version for code, version, _is_withdrawn in rows},
        withdrawn=frozenset(code for code, _version, is_withdrawn in rows if is_withdrawn),
    )
