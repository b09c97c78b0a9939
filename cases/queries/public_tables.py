"""The tables of which kept public pages are made: an action that changes one grows the version of the site.

A page that shows a row is kept until the version grows. Two walks hold this: over all public pages, which
read no other table, and over all tests of actions, none of which may write here without growing the version.
"""

VERSIONED = frozenset({
    "accounts_user", "cases_case", "cases_caseimage", "cases_caselink", "cases_casepart", "cases_casephase",
    "cases_caseplace", "cases_caserecord", "cases_casesource", "cases_celltally", "cases_claimtally",
    "cases_comment", "cases_dispute", "cases_factblock", "cases_factchange", "cases_gapturn",
    "cases_lastchange", "cases_looking",
    "cases_opencall", "cases_opinionsummary", "cases_opiniontally", "cases_pastaddress", "cases_placement",
    "cases_placement_sources", "cases_searchindex", "cases_searchnote", "cases_searchrow", "cases_searchword",
    "cases_snapshot", "cases_snapshotfact", "cases_snapshotrecord", "cases_sourcetotal", "cases_tagsynonym",
    "cases_thread", "cases_version", "cases_wantedline", "cases_wordindex", "models_taxonomy_aspect",
    "models_taxonomy_claim", "models_taxonomy_claimversion", "models_taxonomy_sourcetext",
    "models_taxonomy_stage", "models_taxonomy_valuemodel", "taggit_tag", "taggit_taggeditem",
})  # fmt: skip

ITSELF = frozenset({"cases_siteversion", "cases_pastversion"})
"""The version, and those before it."""

OF_LOG = "cases_auditevent"
"""Every act is noted here, and the public log shows some of them: those grow the version."""

NEVER_CHANGED = frozenset({"django_content_type"})
"""Written when the software is brought up to date, and then the processes start anew."""

UNSEEN = {
    "accounts_user": frozenset({"last_login", "password", "email"}),
}
"""Columns of these tables that no public page shows."""
