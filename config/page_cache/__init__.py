"""The page cache: public pages kept in the memory of each process, and answered before Django is asked.

`layer.PageCache` stands around the application. `questions` reads what a request asks for, `versions` what
the site is at this moment, and `entries` are the kept answers, on shelves (`cases.queries.shelves`).
Decisions 0057 to 0059 say why; `docs/operate/caching.md` says how to run it.
"""
