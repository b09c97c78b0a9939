"""docker-compose.yml, the Dockerfile and .env.example agree with each other and with the site.

No container engine runs where the tests run, so the files are read, not started.
"""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from config import postgres

ROOT = Path(__file__).parents[2]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
KNOWN_KEYS = {
    "build", "cap_add", "cap_drop", "command", "depends_on", "env_file", "environment", "healthcheck",
    "image", "init", "logging", "ports", "profiles", "pull_policy", "read_only", "restart", "security_opt",
    "tmpfs", "user", "volumes",
}  # fmt: skip
OURS = ("backups", "prepare", "web", "worker")
PROFILES = {"replica", "pooler", "cache", "proxy", "backups"}


def example_names() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))


def test_the_site_a_worker_and_the_database_are_there() -> None:
    always = {name for name, service in SERVICES.items() if "profiles" not in service}
    assert always == {"db", "prepare", "web", "worker"}
    assert set(COMPOSE) == {"x-site", "services", "volumes"}


def test_what_can_be_added_is_a_profile_of_its_own_name() -> None:
    assert {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service} == {
        name: [name] for name in PROFILES
    }


@pytest.mark.parametrize("name", OURS)
def test_our_code_runs_without_rights_on_a_read_only_file_system(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {mount.split(":")[1] for mount in service["volumes"]} <= {"/app/var", "/backups"}


def test_our_image_is_built_once_and_never_sought_elsewhere() -> None:
    assert {(SERVICES[name]["image"], SERVICES[name]["pull_policy"]) for name in OURS} == {
        ("patchwork:local", "never")
    }
    assert [name for name in OURS if "build" in SERVICES[name]] == ["prepare"]


def test_only_web_goes_through_the_pooler() -> None:
    through = {name for name in OURS if "DATABASE_HOST" in SERVICES[name]["environment"]["DATABASE_URL"]}
    told = {name for name in OURS if SERVICES[name]["environment"]["PATCHWORK_POOLER"]}
    assert (through, told) == ({"web"}, {"web"})


def test_the_pooler_sets_the_limits_that_the_site_cannot() -> None:
    start = (ROOT / "deploy" / "pgbouncer" / "start.sh").read_text("utf-8")
    # -c NAME=VALUEs -c …
    wanted = dict(limit.strip().split("=") for limit in postgres._limits(15).split("-c")[1:])
    set_there = dict(re.findall(r"SET (\w+) = ''([^']+)''", start.replace("${seconds}", "15")))
    assert set_there == wanted
    assert settings.STATEMENT_SECONDS == 15
    assert "${PATCHWORK_STATEMENT_SECONDS:-15}" in SERVICES["pooler"]["environment"].values()


def test_what_is_in_memory_for_everybody_lies_where_each_image_has_such_a_folder() -> None:
    """An engine may give it the rights of the folder below it, or of one that it made there for root."""
    mounts = [mount for service in SERVICES.values() for mount in service.get("tmpfs", [])]
    assert {mount.split(":")[0] for mount in mounts if "mode=1777" in mount} == {"/tmp"}  # noqa: S108


def test_only_the_proxy_is_open_to_the_network() -> None:
    is_open = {
        name
        for name, service in SERVICES.items()
        if any(not port.startswith("127.0.0.1:") for port in service.get("ports", []))
    }
    assert is_open == {"proxy"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_holds_only_keys_that_compose_knows(name: str) -> None:
    service = SERVICES[name]
    assert set(service) <= KNOWN_KEYS
    assert "image" in service or "build" in service


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_waits_only_for_services_that_are_there(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        if how["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
        else:
            assert how["condition"] == "service_completed_successfully"
            assert SERVICES[other]["restart"] == "no"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_mounts_only_volumes_that_are_declared(name: str) -> None:
    mounted = {mount.split(":")[0] for mount in SERVICES[name].get("volumes", [])}
    files = {mount for mount in mounted if mount.startswith("./")}
    assert mounted - files <= set(COMPOSE["volumes"])
    assert all((ROOT / file).is_file() for file in files)


@pytest.mark.parametrize("name", ["db", "web", "replica", "pooler", "cache"])
def test_a_service_that_others_reach_says_when_it_is_healthy(name: str) -> None:
    test = SERVICES[name]["healthcheck"]["test"]
    assert test[0] in {"CMD", "CMD-SHELL"}
    assert len(test) > 1


def test_the_database_is_not_healthy_while_it_is_being_made() -> None:
    """Then it answers at its socket alone, and stops once more; who came by the network would be refused."""
    assert "--host=127.0.0.1" in SERVICES["db"]["healthcheck"]["test"][1]


def test_the_proxy_answers_also_while_the_site_is_made_anew() -> None:
    assert "depends_on" not in SERVICES["proxy"]


def test_the_database_keeps_its_data_and_is_open_to_nobody_outside() -> None:
    assert SERVICES["db"]["image"] == "postgres:16"
    assert "database:/var/lib/postgresql/data" in SERVICES["db"]["volumes"]
    assert "ports" not in SERVICES["db"]


def test_the_site_is_open_to_this_machine_only() -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_every_variable_that_compose_reads_is_in_the_example() -> None:
    assert set(re.findall(r"\$\{([A-Z_]+)", COMPOSE_TEXT)) <= example_names()


def test_the_example_explains_each_line() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    named = [number for number, line in enumerate(lines) if re.match(r"[A-Z_]+=", line)]
    assert [lines[number] for number in named if not lines[number - 1].startswith("# ")] == []


def test_the_example_gives_no_secret_that_could_be_kept() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    assert re.search(r"^POSTGRES_PASSWORD=$", text, re.MULTILINE)
    assert re.search(r"^PATCHWORK_SECRET_KEY=$", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["prepare", "web", "worker"])
def test_every_command_exists(name: str) -> None:
    python, *rest = SERVICES[name]["command"]
    assert python == "python"
    if rest[0] == "-m":
        assert find_spec(rest[1])
    else:
        assert rest[0] == "manage.py"
        assert rest[1] in get_commands()


def test_the_image_runs_as_nobody_special_and_installs_by_hash() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert lines[0] == "FROM python:3.12-slim"
    assert "USER patchwork" in lines
    assert "RUN python -m scripts.environment runtime \\" in lines
    assert "    && rm -rf /root/.cache" in lines
    assert "--require-hashes" in (ROOT / "scripts" / "environment.py").read_text("utf-8")


@pytest.mark.parametrize("private", [".env", ".git", "var", ".venv", "tests"])
def test_the_image_leaves_out_what_is_private_or_not_needed(private: str) -> None:
    assert private in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
