# One file lists how to run, test, check and mend; CI and people call the same names.
PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
HOST ?= 127.0.0.1
ARGS ?=
CASES ?= 10000 100000
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate

.DEFAULT_GOAL := help
.PHONY: help run test check fix lock sbom benchmark benchmark-http replica torture prepare serve worker

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ On your machine
run: ## Start the site with its casebook and demo accounts (PORT=8000)
	@$(PYTHON) -m scripts.run $(PORT)

##@ Working on the code
test: ## Run every test on SQLite, PostgreSQL and in the browser (ARGS="-k name")
	@$(PYTHON) -m scripts.test $(ARGS)

check: ## Check formatting, lint, types, templates, migrations, imports, production settings
	@$(PYTHON) -m scripts.check

fix: ## Format the code and the templates, and mend what lint can mend
	@$(PYTHON) -m scripts.environment dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	.venv/bin/djlint templates --reformat --quiet

lock: ## Lock the dependencies again, with hashes (requirements/*.in to *.txt)
	@$(PYTHON) -m scripts.environment dev
	$(LOCK) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(LOCK) requirements/runtime.in -o requirements/runtime.txt
	$(LOCK) requirements/sentry.in -o requirements/sentry.txt
	$(LOCK) requirements/s3.in -o requirements/s3.txt
	$(LOCK) requirements/dev.in -o requirements/dev.txt

sbom: ## Write what the site is made of to var/sbom.json (CycloneDX)
	@$(PYTHON) -m scripts.sbom

benchmark: ## Measure the comparison pages at growing numbers of cases (CASES="10000 100000")
	@$(PYTHON) -m benchmarks.run $(CASES)

benchmark-http: ## Measure answers over HTTP beside nginx and a bare view; needs wrk, nginx and redis-server
	@$(PYTHON) -m benchmarks.http

replica: ## Show a site on two PostgreSQL servers: read, paused, hidden from and broken
	@$(PYTHON) -m benchmarks.replica

torture: ## Kill processes, fill disks, stop databases, and see what holds (ARGS="kills disk")
	@$(PYTHON) -m torture $(ARGS)

##@ Running it for real (settings come from the environment; see the README)
prepare: ## Bring tables, taxonomy and static files up to date
	@$(PYTHON) -m scripts.prepare

serve: ## Serve the site (HOST=127.0.0.1 PORT=8000 WORKERS=2)
	@$(PYTHON) -m scripts.serve $(HOST) $(PORT) $(WORKERS)

worker: ## Send mail and notifications that wait in the outbox
	@$(PYTHON) -m scripts.environment runtime
	@.venv/bin/python manage.py worker
