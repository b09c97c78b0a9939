"""The marks that this site adds to Markdown, as patterns: citations and links between cases."""

CITATION = r"\[(@[a-z0-9][a-z0-9_-]{0,39}(?:\s*;\s*@[a-z0-9][a-z0-9_-]{0,39}){0,9})\]"
CITED_KEY = r"@([a-z0-9_-]+)"
CASE_LINK = r"\[\[([^\[\]|\n]{1,150})(?:\|([^\[\]|\n]{1,150}))?\]\]"
