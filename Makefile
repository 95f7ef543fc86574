# What a person types; `make help` lists it. All that is needed beforehand is make and a Python of at least 3.11.
# Tools go into .venv, at the versions of constraints.txt, and are installed again only when those or pyproject.toml change.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help serve test test-fast test-deep test-all templates types audit site check fix lock bench catalogues rules-table commands new-rule architecture clean

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
ADDRESS ?= 127.0.0.1:8000
TEMPLATES := hooks/perimetre/render/templates hooks/perimetre/drivers/mkdocs/theme hooks/perimetre/drivers/desk/templates

# A person's own settings of pip and of Python must not decide what these commands do. That nothing compiled be kept, which
# images of containers often set, has each of the many processes of the tests compile the package again.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIREMENT PIP_REQUIRE_HASHES
export PYTHONNOUSERSITE := 1
export PIP_USER := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Material says at every build that it ends on 5 May 2027 and that Zensical follows; what we do about it, and why nobody need
# be told each time: docs/decisions/0051-when-material-ends.md.
export NO_MKDOCS_2_WARNING := 1

# The first Python that is recent enough, or a clear word on stderr; PYTHON=… chooses another.
CANDIDATES = $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 python)
FIND_PYTHON = for python in $(CANDIDATES); do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Périmètre needs Python 3.11 or newer, and none was found (tried: $(CANDIDATES)). Install one, or name it: make PYTHON=/path/to/python3" >&2; \
	  exit 1; \
	fi

help: ## Say what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | while IFS='|' read -r name text; do \
	  printf '  make %-12s %s\n' "$$name" "$$text"; \
	done

serve: $(STAMP) ## Check the playbooks, then serve the handbook; the page follows each save (ADDRESS=host:port)
	-$(BIN)/perimetre check
	$(BIN)/python -m mkdocs serve --dev-addr $(ADDRESS)

# One process of tests a core; what a test builds is its own.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal

define FORM
$(BIN)/ruff check .
$(BIN)/ruff format --check .
$(BIN)/djlint --lint --quiet $(TEMPLATES)
$(BIN)/mypy
endef

test: $(STAMP) ## Run every test, and check the form and the types of the code
	$(FORM)
	$(PYTEST)

test-fast: $(STAMP) ## Run what answers within a minute: no browser, no property, nothing that takes seconds
	$(PYTEST) -m "not browser and not slow and not deep"

test-deep: $(STAMP) ## Draw many more examples of each property, and ask everything of each page in the dark too
	PERIMETRE_DEPTH=deep $(PYTEST) -m deep

# What the tests share (the site of the example, its pages) is made once for both runs; see tests/support/shared.py.
test-all: $(STAMP) ## Run both, as CI does: what test-deep asks more of is asked once
	$(FORM)
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; export PERIMETRE_TESTS="$$folder"; \
	$(PYTEST) -m "not deep" && PERIMETRE_DEPTH=deep $(PYTEST) -m deep

templates: $(STAMP) ## Check the form of the templates
	$(BIN)/djlint --lint --quiet $(TEMPLATES)

types: $(STAMP) ## Check the types of the whole package
	$(BIN)/mypy

site: $(STAMP) ## Build the handbook into site/; an error in the playbooks, or a warning of MkDocs, ends it
	$(BIN)/python -m mkdocs build --strict

audit: $(STAMP) ## Bring axe-core and run it alone: each kind of page, light and dark, on a phone and on a desk
	npm install --ignore-scripts --no-audit --no-fund --no-package-lock
	$(BIN)/python -m pytest tests/browser/test_accessibility.py

check: $(STAMP) ## Check the playbooks
	@$(BIN)/perimetre check

fix: $(STAMP) ## Put the code into form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## Measure: seconds, memory and weight, on houses of several sizes
	$(BIN)/python -m tools.bench

catalogues: $(STAMP) ## Bring the French catalogue up to date with the words of the code and the templates
	$(BIN)/python -m tools.catalogues

rules-table: $(STAMP) ## Write the table of the rules and their cases, docs/rules.md
	$(BIN)/python -m tools.rules_table

commands: $(STAMP) ## Write the page of the command line, docs/commands.md and docs/commandes.md
	$(BIN)/python -m tools.commands

new-rule: $(STAMP) ## Write the folder of a new rule, to fill in (ID=some-id FAMILY=cover)
	@$(BIN)/python -m tools.new_rule "$(ID)" "$(FAMILY)"

architecture: $(STAMP) ## Draw the rooms and what each imports, docs/dev/architecture.svg
	$(BIN)/python -m tools.architecture

# The oldest Python that is supported chooses, since what suits it suits the newer ones; the file names no host and no hash,
# so it serves behind any mirror.
lock: ## Choose the newest versions that pyproject.toml allows, and write them to constraints.txt (with Python 3.11)
	@set -e; $(FIND_PYTHON); \
	"$$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	  echo "make lock wants Python 3.11, the oldest supported: make lock PYTHON=python3.11" >&2; exit 1; }; \
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	"$$python" -m venv "$$folder/venv"; \
	"$$folder/venv/bin/python" -m pip install -qq --upgrade-strategy eager 'hatchling>=1.27,<2' 'editables>=0.5,<1' '.[site,dev]'; \
	{ echo "# What make installs, on Python 3.11 to 3.13. Written by make lock."; \
	  "$$folder/venv/bin/python" -m pip list --format=freeze --exclude perimetre --exclude pip --exclude setuptools \
	  | grep '==' | LC_ALL=C sort -f; } > "$$folder/constraints.txt"; \
	cp "$$folder/constraints.txt" constraints.txt; \
	echo "constraints.txt: $$(grep -c '==' constraints.txt) packages"

clean: ## Remove what these commands made: .venv, site/ and caches
	rm -rf $(VENV) site build dist .pytest_cache .ruff_cache .hypothesis .cache

$(BIN)/python:
	@set -e; $(FIND_PYTHON); \
	echo "Making $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv --clear $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "This Python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; \
	  exit 1; }

# The builder goes in first, at its pinned version, so that the installation of the project itself fetches nothing unpinned.
$(STAMP): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV) (a minute or two the first time)"
	@$(BIN)/python -m pip install -qq --constraint constraints.txt hatchling editables
	@$(BIN)/python -m pip install -qq --constraint constraints.txt --no-build-isolation --editable '.[site,dev]'
	@touch $@
