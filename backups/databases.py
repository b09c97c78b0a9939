"""Copies of a database: taken while people write, laid down elsewhere, and asked a few questions there."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, LiteralString, Protocol, cast
from urllib.parse import quote, urlencode

import psycopg
from psycopg import conninfo, sql

from backups.folder import OWNERS_FILE, BackupFault, parts_of, write_piece

SQLITE_FILE = "patchwork.sqlite3"
OWN_TABLES = (
    "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname <> 'information_schema' "
    "AND n.nspname NOT LIKE 'pg\\_%'"
)
LIBPQ = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE", "service": "PGSERVICE",
}  # fmt: skip
"""What the clients of PostgreSQL read from the environment, where no list of processes shows it."""

KNOWS_LIMIT_OF_17 = "SELECT count(*) > 0 FROM pg_settings WHERE name = 'transaction_timeout'"
SETS_LIMIT_OF_17 = b"SET transaction_timeout = 0;\n"
LINES_OF_PREAMBLE = 40
"""Within so many lines a script of pg_restore has set all that it sets; it has come to no row yet."""


class Database(Protocol):
    """A database of one engine, full or empty."""

    @property
    def engine(self) -> str:
        """The name of its engine."""
        ...

    @property
    def piece(self) -> str:
        """The name of its copy in a backup."""
        ...

    @property
    def url(self) -> str:
        """Its address as DATABASE_URL has it."""
        ...

    def copy_out(self, piece: Path) -> None:
        """Write a copy as of one moment, while others read and write. Raises BackupFault."""
        ...

    def copy_in(self, piece: Path) -> None:
        """Make this database, which is empty, from a copy: whole or not at all. Raises BackupFault."""
        ...

    def rows(self, query: LiteralString) -> list[tuple[Any, ...]]:
        """What it answers to a query of our own."""
        ...


@dataclass(frozen=True, slots=True)
class SQLite:
    """A file of SQLite."""

    path: Path
    engine: str = "sqlite"
    piece: str = "database.sqlite3"

    @property
    def url(self) -> str:
        """See `Database.url`."""
        return f"sqlite:///{self.path}"

    def copy_out(self, piece: Path) -> None:
        """See `Database.copy_out`. The copy holds no trace of what was deleted."""
        if not self.path.is_file():
            raise BackupFault(f"There is no database at {self.path}. Run make prepare first.")
        os.close(os.open(piece, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS_FILE))
        try:
            with closing(sqlite3.connect(self.path, timeout=60, isolation_level=None)) as source:
                source.execute("VACUUM INTO ?", [str(piece)])
        except sqlite3.Error as fault:
            raise BackupFault(f"The database could not be copied: {fault}.") from fault

    def copy_in(self, piece: Path) -> None:
        """See `Database.copy_in`."""
        write_piece(self.path, parts_of(piece))

    def rows(self, query: LiteralString) -> list[tuple[Any, ...]]:
        """See `Database.rows`."""
        with closing(sqlite3.connect(self.path)) as there:
            return there.execute(query).fetchall()


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A database of a PostgreSQL server, by the parameters of libpq."""

    parameters: Mapping[str, str]
    engine: str = "postgresql"
    piece: str = "database.dump"

    @classmethod
    def at(cls, url: str) -> "PostgreSQL":
        """The database at this address. Raises BackupFault for what is none."""
        try:
            found = conninfo.conninfo_to_dict(url)
        except psycopg.Error as fault:
            raise BackupFault(f"This is no address of a database: {str(fault).strip()}.") from None
        return cls({name: str(value) for name, value in found.items() if name in LIBPQ and value is not None})

    @property
    def url(self) -> str:
        """See `Database.url`."""
        own = {"host", "port", "user", "password", "dbname"}
        rest = {name: value for name, value in self.parameters.items() if name not in own}
        host, port = self.parameters.get("host", ""), self.parameters.get("port", "")
        if host.startswith("/"):
            rest["host"], host = host, ""
        who = quote(self.parameters.get("user", ""), safe="")
        if password := self.parameters.get("password", ""):
            who += f":{quote(password, safe='')}"
        where = (f"{who}@" if who else "") + host + (f":{port}" if port else "")
        address = f"postgres://{where}/{quote(self.parameters.get('dbname', ''), safe='')}"
        return address + (f"?{urlencode(rest)}" if rest else "")

    def copy_out(self, piece: Path) -> None:
        """See `Database.copy_out`."""
        with self._started("pg_dump", "--format=custom", f"--file={piece}"):
            pass

    def copy_in(self, piece: Path) -> None:
        """See `Database.copy_in`.

        By way of a script, since pg_restore 17 and newer sets a limit that servers before 17 refuse to know.
        """
        knows_limit = self.rows(KNOWS_LIMIT_OF_17) == [(True,)]
        read = ("--file=-", "--no-owner", "--no-privileges", str(piece))
        write = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-")
        with (
            self._started("pg_restore", *read, stdout=subprocess.PIPE) as reading,
            self._started("psql", *write, stdin=subprocess.PIPE) as writing,
            suppress(BrokenPipeError),  # psql has ended, and says why
            cast("IO[bytes]", writing.stdin) as into,
            cast("IO[bytes]", reading.stdout) as script,
        ):
            into.write(b"BEGIN;\n")
            into.writelines(
                line for line in islice(script, LINES_OF_PREAMBLE) if knows_limit or line != SETS_LIMIT_OF_17
            )
            shutil.copyfileobj(script, into)
            if reading.wait() == 0:  # without this line psql leaves the database as it was
                into.write(b"COMMIT;\n")

    def rows(self, query: LiteralString) -> list[tuple[Any, ...]]:
        """See `Database.rows`."""
        with self.connected() as there:
            return there.execute(query).fetchall()

    def is_empty(self) -> bool:
        """Whether nothing was made in it yet."""
        return self.rows(OWN_TABLES) == [(0,)]

    @contextmanager
    def connected(self) -> Iterator[psycopg.Connection]:
        """A connection on which each statement commits by itself. Raises BackupFault if there is none."""
        try:
            connection = psycopg.connect(
                conninfo.make_conninfo(**dict(self.parameters)), autocommit=True, connect_timeout=10
            )
        except psycopg.Error as fault:
            raise BackupFault(f"PostgreSQL does not answer: {str(fault).strip()}.") from fault
        with closing(connection):
            yield connection

    def beside(self, name: str) -> "PostgreSQL":
        """Another database of the same server."""
        return PostgreSQL({**self.parameters, "dbname": name})

    def make(self, name: str) -> "PostgreSQL":
        """Make an empty database beside this one. Raises BackupFault when that is not allowed."""
        try:
            with self.connected() as here:
                here.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.Error as fault:
            raise BackupFault(
                f"The spare database for the test of the backup cannot be made: {str(fault).strip()}. "
                "Let the user make databases: ALTER ROLE … CREATEDB."
            ) from fault
        return self.beside(name)

    def drop(self, name: str) -> None:
        """Take away a database beside this one, if it is there."""
        with self.connected() as here:
            here.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def _started(
        self, program: str, *arguments: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A client of PostgreSQL that runs meanwhile. Raises BackupFault at the end if it failed."""
        path = shutil.which(program)
        if path is None:
            raise BackupFault(
                f"{program} is not on PATH. Install the client of PostgreSQL, of the version of the server "
                "or newer: apt install postgresql-client."
            )
        given = {LIBPQ[name]: value for name, value in self.parameters.items()}
        with (
            tempfile.TemporaryFile() as stderr,
            subprocess.Popen(  # noqa: S603 (found on PATH, with arguments of our own)
                [path, "--no-password", *arguments],
                env={**os.environ, **given},
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
            ) as running,
        ):
            yield running
            if running.wait():
                stderr.seek(0)
                said = stderr.read().decode("utf-8", "replace").strip().splitlines()
                faults = [line for line in said if "ERROR:" in line] or said
                raise BackupFault(f"{program} failed: {[*faults, f'ended with {running.returncode}'][0]}")


def upload_names(database: Database) -> list[str]:
    """The names of the uploads that a database knows."""
    return [str(name) for (name,) in database.rows("SELECT name FROM cases_upload ORDER BY name")]
