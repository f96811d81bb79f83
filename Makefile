# The site, its tests and its checks. Every target installs what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export SOURCELINE_DATA ?=

.PHONY: html serve publish record test lint quality pictures lock clean help

help:                     ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 18

html: $(VENV)/site record ## build the site into output/
	$(BIN)/pelican

serve: $(VENV)/site       ## build, serve on http://localhost:8000 and rebuild on change
	$(BIN)/pelican -r -l

publish: $(VENV)/site     ## build as it goes live (publishconf.py; SITEURL from the environment)
	$(BIN)/pelican -s publishconf.py

record: $(VENV)/site      ## note what is new or changed in content/record.jsonl
	$(BIN)/briefing record

test: $(VENV)/dev         ## all tests
	$(BIN)/python -m pytest

lint: $(VENV)/dev         ## style, types, templates, workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tests/lint_templates.py
	$(BIN)/zizmor --offline --persona auditor --min-severity medium .github/workflows
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml

quality: $(VENV)/dev      ## measure cleaning, names, stories and topics (needs SOURCELINE_DATA)
	@if test -z "$$SOURCELINE_DATA"; then cat tests/quality/README.md; echo; \
	  echo "SOURCELINE_DATA is not set: nothing was measured. See above for the sets and where they come from."; exit 1; fi
	PYTHONPATH=tests $(BIN)/python -m quality.measure_clean
	PYTHONPATH=tests $(BIN)/python -m quality.measure_entities
	PYTHONPATH=tests $(BIN)/python -m quality.measure_stories
	PYTHONPATH=tests $(BIN)/python -m quality.measure_topics

pictures: $(VENV)/dev     ## take the pictures in docs/images anew (needs a Chromium)
	$(BIN)/python scripts/take_pictures.py

lock:                     ## write requirements/*.txt anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --group build -o requirements/site.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --group build --group test --group lint -c requirements/site.txt -o requirements/dev.txt

clean:                    ## remove what was built and what was learnt
	rm -rf output .briefing

$(VENV)/site: requirements/site.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev: $(VENV)/site requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@
