"""Faults made of real processes, signals and disks: `make torture`; docs/reliability.md says what it shows.

Each module is one kind of fault and runs by itself, with a database and a folder of its own:

    python3 -m torture                     # all of them, on both databases
    python3 -m torture kills injection     # these only

It takes minutes and two processors. A short version of it is tests/project/test_torture.py.
"""
