.DEFAULT_GOAL := help
PYTEST := .venv/bin/python -m pytest
.PHONY: help install setup demo test test-full test-unit test-integration test-e2e check quality-gate format bench docs standin lock

help: ## This list
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/.synced: requirements/dev.txt pyproject.toml scripts/environment
	@scripts/environment dev.txt

install: .venv/.synced ## The environment .venv: the target, its extra `standin` and the tools of this project

setup: install ## install, a .env to edit and the pre-commit hooks
	@[ -e .env ] || cp .env.example .env
	.venv/bin/pre-commit install

demo: install ## Load examples/orders into a stand-in and show what is there
	@.venv/bin/python examples/orders/demo.py

test: install ## All tests, the long ones as a sample
	$(PYTEST) -n 2 -m "not slow"

test-full: install ## All tests in full length
	$(PYTEST) -n 2

test-unit: install ## Pure logic, without a database
	$(PYTEST) tests/unit

test-integration: install ## Statements and services against the stand-in, or an Oracle named by the environment
	$(PYTEST) tests/integration tests/conformance -m "not slow"

test-e2e: install ## The installed command, from Singer messages to rows
	$(PYTEST) tests/e2e -m "not slow"

check: install ## Formatting, lint, layers, types, dependencies
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports
	.venv/bin/mypy
	.venv/bin/deptry src

quality-gate: check test ## What every commit must pass

format: install ## Let ruff mend what it can
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench: install ## Memory, statements, and the speed of the stand-in; BENCH_ROWS=100000 for a short run
	.venv/bin/python bench/memory.py && .venv/bin/python bench/statements.py && .venv/bin/python bench/standin.py --rows $(or $(BENCH_ROWS),1000000)

docs: install ## Write docs/configuration.md and the table in docs/standin.md from the code
	.venv/bin/flext-target-oracle --about --format markdown > docs/configuration.md
	.venv/bin/python scripts/standin_reference.py --write

standin: install ## Serve a stand-in on port 1521 with the user FLEXT
	.venv/bin/oracle-standin serve --user FLEXT --password flext

lock: ## Resolve the dependencies again, into requirements/*.txt
	scripts/lock
