"""The controlled lists and limits of the content schema.

Forms, exports and tables are generated from these lists, so that a value means one thing everywhere.
Labels are English message ids; the edges translate them.
"""

from enum import StrEnum

from cases.domain.messages import noop as _

SCHEMA_VERSION = 2

CASEBOOK_AUTHOR, CASEBOOK_EDITOR = "Casebook", "Casebook editor"
"""The names under which the cases that come with the site are sent and accepted."""

TITLE_LIMIT = 150
SUMMARY_LIMIT = 300
NAME_LIMIT = 200
TAG_LIMIT = 50
TAGS_AT_MOST = 8
PART_LIMIT = 20_000
REASON_LIMIT = 1_000
NOTE_LIMIT = 1_000
QUOTE_LIMIT = 300
ALT_LIMIT = 300
QUESTION_LIMIT = 500
STAKE_LIMIT = 500
URL_LIMIT = 1_000
ROWS_AT_MOST = 100
EARLIEST_YEAR = 1000
LATEST_YEAR = 2100

STAGES = (1, 2, 3, 4, 5, 6, 7)
MODELS = (1, 2, 3)
WORLDWIDE = "worldwide"
NOW = "now"


class Absence(StrEnum):
    """Why there is no value. Four different things, never a blank and never a zero.

    A value that nobody has filled in is *missing*. The other three are findings.
    """

    MISSING = "missing"
    NOT_KNOWN = "not_known"
    DOES_NOT_APPLY = "does_not_apply"
    NOT_FOUND = "not_found"


ABSENCE_LABELS = {
    Absence.MISSING: _("Nobody has filled this in yet"),
    Absence.NOT_KNOWN: _("Not known"),
    Absence.DOES_NOT_APPLY: _("Does not apply"),
    Absence.NOT_FOUND: _("Looked for, not found"),
}


class Stance(StrEnum):
    """What a case does to a claim."""

    SUPPORTS = "supports"
    PARTLY = "partly"
    CONTRADICTS = "contradicts"
    NOT_FOUND = "not_found"


STANCE_LABELS = {
    Stance.SUPPORTS: _("Supports"),
    Stance.PARTLY: _("Partly"),
    Stance.CONTRADICTS: _("Contradicts"),
    Stance.NOT_FOUND: _("Looked for, not found"),
}


class Speaker(StrEnum):
    """Who speaks in a source."""

    ORGANISATION = "organisation"
    CONTRIBUTOR = "contributor"
    RESEARCHER = "researcher"
    PRESS = "press"
    PUBLIC_BODY = "public_body"
    OTHER = "other"


SPEAKER_LABELS = {
    Speaker.ORGANISATION: _("The organisation itself"),
    Speaker.CONTRIBUTOR: _("A contributor"),
    Speaker.RESEARCHER: _("A researcher"),
    Speaker.PRESS: _("The press"),
    Speaker.PUBLIC_BODY: _("A public body"),
    Speaker.OTHER: _("Someone else"),
}


class ImageLicence(StrEnum):
    """Under which terms everybody may use an image."""

    CC0 = "cc0-1.0"
    CC_BY = "cc-by-4.0"
    CC_BY_SA = "cc-by-sa-4.0"
    PUBLIC_DOMAIN = "public-domain"


IMAGE_LICENCE_LABELS = {
    ImageLicence.CC0: "CC0 1.0",
    ImageLicence.CC_BY: "CC BY 4.0",
    ImageLicence.CC_BY_SA: "CC BY-SA 4.0",
    ImageLicence.PUBLIC_DOMAIN: _("Public domain"),
}
IMAGES_AT_MOST = 10


class SourceKind(StrEnum):
    """What sort of document a source is."""

    PAPER = "paper"
    REPORT = "report"
    BOOK = "book"
    NEWS = "news"
    WEB = "web"
    PRIMARY = "primary"
    INTERVIEW = "interview"
    OBSERVATION = "observation"
    OTHER = "other"


SOURCE_KIND_LABELS = {
    SourceKind.PAPER: _("Scholarly paper"),
    SourceKind.REPORT: _("Report"),
    SourceKind.BOOK: _("Book"),
    SourceKind.NEWS: _("News"),
    SourceKind.WEB: _("Web page"),
    SourceKind.PRIMARY: _("Primary: law, licence, statutes, accounts"),
    SourceKind.INTERVIEW: _("Interview"),
    SourceKind.OBSERVATION: _("Own observation"),
    SourceKind.OTHER: _("Other"),
}


SECTOR_LABELS = {
    "software": _("Software"),
    "hardware": _("Electronics and open hardware"),
    "manufacturing": _("Making of goods"),
    "agriculture": _("Farming and food"),
    "retail": _("Shops and trade"),
    "transport": _("Transport and delivery"),
    "lodging": _("Lodging and travel"),
    "housing": _("Housing and land"),
    "finance": _("Money and finance"),
    "telecommunications": _("Telecommunications"),
    "media": _("Media and the arts"),
    "games": _("Games and virtual worlds"),
    "knowledge": _("Knowledge, data and maps"),
    "education": _("Education and research"),
    "health": _("Health"),
    "work": _("Work and mutual services"),
    "public": _("Government and public services"),
    "social": _("Social security and income"),
    "energy": _("Energy and water"),
    "other": _("Other"),
}

IN_SHORT = "in-short"
HOW_IT_BEGAN = "how-it-began"
ASPECTS = (
    "value-creation",
    "skills",
    "knowledge",
    "coordination",
    "value-capture",
    "accumulation",
    "commons-governance",
    "market",
    "state",
    "solidarity",
)
PARTS = (IN_SHORT, HOW_IT_BEGAN, *ASPECTS)

PART_LABELS = {
    IN_SHORT: _("In short"),
    HOW_IT_BEGAN: _("How it began"),
    "value-creation": _("Who creates the value"),
    "skills": _("Skills"),
    "knowledge": _("How knowledge is held"),
    "coordination": _("Who directs production"),
    "value-capture": _("Who realises the value"),
    "accumulation": _("What is reinvested"),
    "commons-governance": _("Who governs the commons"),
    "market": _("Market and ownership"),
    "state": _("What the state did"),
    "solidarity": _("Solidarity"),
}

LANGUAGE_LABELS = {
    "ar": "العربية",
    "ca": "Català",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "eu": "Euskara",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "gl": "Galego",
    "he": "עברית",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "ml": "മലയാളം",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "sv": "Svenska",
    "sw": "Kiswahili",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
