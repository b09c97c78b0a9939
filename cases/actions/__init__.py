"""The only writers. Keyword-only, atomic, one audit event each, mail queued on the same transaction."""
