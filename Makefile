# Everything runs in .venv, which is made when it is needed. What was installed is remembered in stamp files there, so
# that a second run installs nothing while pyproject.toml stays as it is.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --quiet --disable-pip-version-check

# More for pytest: make test PYTEST_ARGS='-k subject'
PYTEST_ARGS ?=
# How long `make torture` runs: mutated messages, examples for each law that sets no number of its own, and mutated
# messages that all readers are asked about.
TORTURE_MESSAGES ?= 200000
TORTURE_EXAMPLES ?= 5000
TORTURE_DIFFERENCES ?= 20000
TORTURE_SEED ?= 1
# What `make fuzz` fuzzes, and for how long; fuzz/README.md lists the targets. More for libFuzzer: FUZZ_ARGS.
TARGET ?= parse
SECONDS ?= 300
FUZZ_ARGS ?=
# How many mutants `make mutation` tests at once.
MUTATION_PROCESSES ?= 2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: help demo test readers check docs pages torture fuzz mutation bench clean

help:
	@echo 'make demo      compose a message, lint it, lint two broken ones'
	@echo 'make test      install what tests need, run them'
	@echo 'make readers   a reader in JavaScript for the tests, where npm is; then: NODE_PATH=$(VENV)/node/node_modules make test'
	@echo 'make check     ruff, mypy --strict and the layers of docs/architecture.md'
	@echo 'make docs      the documentation as a site, in build/docs'
	@echo 'make pages     write the pages made from the code, and what documents show as printed'
	@echo 'make torture   many mutated messages, every law with many examples, and more megabytes'
	@echo 'make fuzz      one target by what it covers: make fuzz TARGET=lint SECONDS=3600 (Linux)'
	@echo 'make mutation  change codecs, headers and compose in thousands of places, one at a time: do tests fail?'
	@echo 'make bench     build times beside the standard library'
	@echo 'make clean     remove what these made, .venv with it'
	@echo
	@echo 'PYTHON=... names the interpreter (3.11 or later) that .venv is made with; it is $(PYTHON) now.'

demo: $(VENV)/.package
	$(RUN) examples/demo.py

# The profile makes a run repeatable: the same examples each time, and no deadline that a busy machine could miss. Every
# core runs tests, and takes over some of another's where it has none left.
test: $(VENV)/.group-test
	$(RUN) -m pytest --numprocesses=auto --dist=worksteal --hypothesis-profile=ci $(PYTEST_ARGS)

readers: $(VENV)/.node-readers

check: $(VENV)/.group-dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

docs: $(VENV)/.group-docs
	$(RUN) -m sphinx --builder html --jobs auto --fail-on-warning --keep-going --quiet docs build/docs
	@echo 'The site begins at build/docs/index.html.'

pages: $(VENV)/.group-test
	$(RUN) -m pages
	$(RUN) tests/test_readme.py
	PYTHONPATH=tests $(RUN) tests/docs/test_guide.py
	PYTHONPATH=tests $(RUN) tests/docs/test_recipes.py

torture: $(VENV)/.group-test
	$(RUN) -m fuzz --messages $(TORTURE_MESSAGES) --seed $(TORTURE_SEED)
	TORTURE_EXAMPLES=$(TORTURE_EXAMPLES) $(RUN) -m pytest --numprocesses=auto --dist=worksteal -p fuzz.hypothesis_profile \
		--hypothesis-profile=torture -m 'hypothesis or torture' --hypothesis-seed=$(TORTURE_SEED) $(PYTEST_ARGS)
	TORTURE_MUTANTS=$(TORTURE_DIFFERENCES) TORTURE_SEED=$(TORTURE_SEED) $(RUN) -m pytest tests/differential -k mutated

fuzz: $(VENV)/.group-fuzz
	$(RUN) -m fuzz.run $(TARGET) -max_total_time=$(SECONDS) -print_final_stats=1 $(FUZZ_ARGS)

mutation: $(VENV)/.group-mutation
	$(VENV)/bin/mutmut run --max-children $(MUTATION_PROCESSES)
	$(VENV)/bin/mutmut results

bench: $(VENV)/.package
	$(RUN) -m benchmarks

clean:
	rm -rf $(VENV) build dist demo-out mutants .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '$(PYTHON) is not Python 3.11 or later; name one that is: make PYTHON=python3.13 ...' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.made
	$(PIP) install --editable .
	@touch $@

$(VENV)/.node-readers: $(VENV)/.made
	npm install --silent --no-fund --no-audit --prefix $(VENV)/node postal-mime@2
	@touch $@

# Dependency groups (PEP 735) need pip 25.1.
$(VENV)/.group-%: pyproject.toml $(VENV)/.made
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --editable . --group $*
	@touch $@
