# make demo: build the graph of seeds/ into output/.  make test: everything CI runs.  make help: the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

.PHONY: help demo test lint coverage wheel bench bench-graph floors foreign ontology-doc strengths readme mutants screenshot bench-page lock clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  \1\t/' | expand -t 14

# Errors only, and on stderr: what `make demo` prints is its result.
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/pip --quiet --quiet

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV)

$(INSTALLED): $(BIN)/python requirements.lock requirements-build.lock pyproject.toml
	@echo "Installing into $(VENV)" >&2
	@$(PIP) install --require-hashes -r requirements-build.lock >&2
	@$(PIP) install --require-hashes --no-build-isolation -r requirements.lock >&2
	@$(PIP) install --no-deps --no-build-isolation --editable . >&2
	@touch $@

$(INSTALLED_DEV): $(INSTALLED) requirements-dev.lock
	@$(PIP) install --require-hashes --no-build-isolation -r requirements-dev.lock >&2
	@touch $@

demo: $(INSTALLED)  ## Build the graph of seeds/ into output/ and say what to do next
	@$(BIN)/kg build seeds -o output

test: $(INSTALLED_DEV)  ## Lint, types and tests, as CI runs them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

lint: $(INSTALLED_DEV)  ## Lint and format in place
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: $(INSTALLED_DEV)  ## Tests with branch coverage of kg/
	$(BIN)/python -m pytest --cov --cov-report=term --cov-fail-under=90

wheel: $(INSTALLED_DEV)  ## Build the wheel, install it into an empty environment far from here, and build a report with it
	$(BIN)/python -m hatchling build -t wheel -d dist
	rm -rf build/wheel && $(PYTHON) -m venv build/wheel
	build/wheel/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.lock
	build/wheel/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements.lock
	build/wheel/bin/pip install --quiet --disable-pip-version-check --no-deps dist/*.whl
	cd / && $(CURDIR)/build/wheel/bin/kg build $(CURDIR)/seeds/rongchang-2021.txt -o $(CURDIR)/build/wheel/out
	cd / && $(CURDIR)/build/wheel/bin/kg check $(CURDIR)/build/wheel/out

bench: $(INSTALLED_DEV)  ## Speed of reading and extraction beside jieba over the same text
	$(BIN)/python -m tests.bench.speed

screenshot: $(INSTALLED_DEV)  ## Take docs/explorer.png, the picture of the page (needs Chromium)
	$(BIN)/python -m tests.screenshot

bench-page: $(INSTALLED_DEV)  ## Measure the page at 600, 3,000 and 20,000 nodes against its budgets (needs Chromium)
	$(BIN)/python -m tests.bench.page

ontology-doc: $(INSTALLED_DEV)  ## Write docs/ontology.html from the ontology
	$(BIN)/python -m tests.ontology_doc

N ?= 60
bench-graph: $(INSTALLED_DEV)  ## Time of building, proving and validating N reports
	$(BIN)/python -m tests.bench.graph $(N)

foreign:  ## Install the npm programs that tests/test_foreign.py compares with (needs node)
	cd tests/foreign && npm ci --ignore-scripts --no-audit --no-fund

floors: $(INSTALLED_DEV)  ## Print the current quality figures in the form of tests/floors.toml
	@$(BIN)/python -m tests.floors

strengths: $(INSTALLED_DEV)  ## Measure how often each rule is right on the annotated reports
	$(BIN)/python -m tests.strengths > ontology/lexicon/strengths.tsv.new
	mv ontology/lexicon/strengths.tsv.new ontology/lexicon/strengths.tsv

readme: $(INSTALLED_DEV)  ## Write the measured tables into the READMEs
	$(BIN)/python -m tests.readme

mutants: $(INSTALLED_DEV)  ## Look which rules' examples hold without the rule (about a minute; needs a system that forks)
	$(BIN)/python -m tests.mutants

COMPILE := uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url
lock:  ## Resolve and pin the dependencies anew (needs uv)
	$(COMPILE) --group build -o requirements-build.lock
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --group dev -o requirements-dev.lock

clean:  ## Remove what was generated
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .coverage
	find output -mindepth 1 ! -name .gitignore -delete
