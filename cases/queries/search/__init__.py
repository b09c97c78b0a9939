"""Searching published cases: one way in for all who search, and two small engines behind it.

`found.find` gives the cases of a search, `order.by_relevance` their order, `shown` the words in bold,
`suggestions` what may be meant or typed next. All of them ask the engine of this database
(`engine.engine`), which knows SQL and no rule: how a search is read, what matches and what comes first is
said in `cases.domain` (decision 0040).
"""
