"""Every operation of the API, and what each kind of person gets there; the addresses below `/api/v1`."""

UNKNOWN, DENIED, ABSENT, FOUND = 401, 403, 404, 200

# Each with what a stranger, its author, another contributor, a moderator and a steward get.
EVERYBODY = (FOUND,) * 5
MEMBERS = (UNKNOWN, FOUND, FOUND, FOUND, FOUND)
OWN = (UNKNOWN, FOUND, ABSENT, ABSENT, ABSENT)
MODERATORS = (UNKNOWN, DENIED, DENIED, FOUND, FOUND)

READ: dict[str, tuple[str, tuple[int, ...]]] = {
    "list_cases": ("/cases", EVERYBODY),
    "get_case": ("/cases/{slug}", EVERYBODY),
    "list_versions": ("/cases/{slug}/versions", EVERYBODY),
    "get_version": ("/cases/{slug}/versions/2", EVERYBODY),
    "list_stages": ("/stages", EVERYBODY),
    "list_models": ("/models", EVERYBODY),
    "list_aspects": ("/aspects", EVERYBODY),
    "list_claims": ("/claims", EVERYBODY),
    "get_claim": ("/claims/3c", EVERYBODY),
    "list_reasons": ("/reasons", EVERYBODY),
    "list_placements": ("/placements", EVERYBODY),
    "list_sources": ("/sources", EVERYBODY),
    "list_tags": ("/tags", EVERYBODY),
    "get_tag": ("/tags/commons", EVERYBODY),
    "list_changes": ("/changes", EVERYBODY),
    "get_patchwork": ("/patchwork?country=ES", EVERYBODY),
    "get_matrix": ("/matrix?at=2010", EVERYBODY),
    "list_moves": ("/moves?from=6-3", EVERYBODY),
    "list_gaps": ("/gaps", EVERYBODY),
    "get_gap": ("/gaps/claim-3f", EVERYBODY),
    "search": ("/search?q=canary", EVERYBODY),
    "get_me": ("/me", MEMBERS),
    "list_revisions": ("/revisions", MEMBERS),
    "get_revision": ("/revisions/{waiting}", OWN),
    "list_waiting": ("/queue", MODERATORS),
    "get_waiting": ("/queue/{waiting}", MODERATORS),
}
"""What is read, by the name of its operation."""

WRITTEN: dict[str, tuple[str, tuple[int, ...]]] = {
    "submit": ("/revisions", (UNKNOWN, 400, 400, 400, 400)),
    "answer": ("/revisions/{waiting}/answer", (UNKNOWN, 400, ABSENT, ABSENT, ABSENT)),
    "decide": ("/queue/{waiting}/decision", (UNKNOWN, DENIED, DENIED, 400, 400)),
    "withdraw": ("/revisions/{waiting}/withdrawal", (UNKNOWN, FOUND, ABSENT, ABSENT, ABSENT)),
}
"""What is written, each with an empty object; taking back comes last, as it ends what the others need."""

MAY_SHOW = {
    ("amina", "list_revisions"), ("amina", "get_revision"),
    # His own withdrawn case, and no one else's text.
    ("bruno", "list_revisions"),
    *((person, name) for person in ("chiara", "edda") for name in ("list_waiting", "get_waiting")),
}  # fmt: skip
"""Where Amina's unreviewed text may stand, and for whom."""
