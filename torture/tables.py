"""Make what every part needs in the database that the environment names: python3 -m torture.tables.

That is the tables, the two texts, and the static files, which the pages of errors name.
"""

from torture.ground import make_tables  # isort: skip (it starts Django)

from scripts import static

if __name__ == "__main__":
    make_tables()
    static.collect()
