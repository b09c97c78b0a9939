"""Pages, one a file: load and authorise, one action or one query, answer."""
