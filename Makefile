# The site, its tests and its checks. Every target installs what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export SOURCELINE_DATA ?=

.PHONY: html serve publish record test lint hostile faults bench fuzz audit supply pages quality pictures lock clean help

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

test: $(VENV)/dev         ## all tests, on up to four cores
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/dev         ## style, types, templates, workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tests/lint_templates.py
	$(BIN)/zizmor --offline --persona auditor .github
	$(BIN)/actionlint -no-color .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml

hostile: $(VENV)/dev      ## every payload through every place, in a real Chromium; 10,000 articles, 1,000 poison (needs SOURCELINE_DATA)
	HOSTILE=1 $(BIN)/python -m pytest tests/properties tests/fuzz
	PYTHONPATH=plugins:tests $(BIN)/python -m hostile_long $(HOSTILE)

faults: $(VENV)/dev       ## builds killed at every call, full disks, damaged files, any sequence of changes; hours (FAULTS="--every 10")
	PYTHONPATH=plugins:tests $(BIN)/python -m faults $(FAULTS)
	PYTHONPATH=plugins:tests $(BIN)/python -m faults.sequences

N ?= 1000
bench: $(VENV)/bench      ## processor seconds beside Hugo's and Pelican's (N=10000, BENCH=--strict; see tests/bench/README.md)
	PYTHONPATH=plugins:tests $(BIN)/python -m bench $(N) --hugo $(VENV)/benching $(BENCH)

FUZZ ?= -max_total_time=3600
fuzz: $(VENV)/fuzz        ## an hour of atheris on each of read, text and walk (Linux, Python 3.11 to 3.13)
	for target in read text walk; do PYTHONPATH=plugins:tests $(VENV)/fuzzing/bin/python -m fuzz $$target $(FUZZ) || exit 1; done

audit: supply pages       ## known faults in what is locked, sbom.json; all pages by axe, Nu, Lighthouse (needs network, java, node)

# STRICT=--strict: a package of which nothing can be learnt is a fault too, as where the network is not there
STRICT ?=
PYTHONS := 3.11.14 3.12.12 3.13.9 3.14.2
supply:                   ## known faults in what is locked, whether it is locked for all Pythons, sbom.json (needs network)
	test -x $(VENV)/auditing/bin/python || $(PYTHON) -m venv $(VENV)/auditing
	$(VENV)/auditing/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/audit.txt
	for name in site dev quality fuzz audit bench; do $(VENV)/auditing/bin/pip-audit $(STRICT) --disable-pip --require-hashes -r requirements/$$name.txt || exit 1; done
	for name in site dev quality fuzz audit bench; do for python in $(PYTHONS); do \
	  $(VENV)/auditing/bin/uv pip install -q --dry-run --no-deps --require-hashes --only-binary :all: --target $(VENV)/locked \
	    --python-version $$python -r requirements/$$name.txt || { echo "requirements/$$name.txt: not for Python $$python"; exit 1; }; \
	done; done
	$(VENV)/auditing/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON -o sbom.json requirements/site.txt

pages: $(VENV)/dev $(VENV)/page-audit/node_modules
	PYTHONPATH=plugins:tests $(BIN)/python -m audit $(PAGES)

MEASURES ?= clean html entities quotes stories pairs topics
quality: $(VENV)/quality      ## measure cleaning, names, stories and topics (needs SOURCELINE_DATA)
	@if test -z "$$SOURCELINE_DATA"; then cat tests/quality/README.md; echo; \
	  echo "SOURCELINE_DATA is not set: nothing was measured. See above for the sets and where they come from."; exit 1; fi
	@missed=; for set in $(MEASURES); do echo "== $$set"; \
	  PYTHONPATH=tests $(BIN)/python -m quality.measure_$$set || missed="$$missed $$set"; done; \
	  test -z "$$missed" || { echo "below a floor:$$missed"; exit 1; }

pictures: $(VENV)/dev     ## take the pictures in docs/images anew (needs a Chromium)
	$(BIN)/python scripts/take_pictures.py

lock:                     ## write requirements/*.txt anew from pyproject.toml (needs uv and npm)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --group build -o requirements/site.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --group build --group test --group lint -c requirements/site.txt -o requirements/dev.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --group build --group test --group lint --group quality -c requirements/dev.txt -o requirements/quality.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --group build --group fuzz -c requirements/site.txt -o requirements/fuzz.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --group audit -o requirements/audit.txt
	npm install --prefix requirements/page-audit --package-lock-only --ignore-scripts --no-audit --no-fund
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	  --group bench -o requirements/bench.txt

clean:                    ## remove what was built and what was learnt
	rm -rf output .briefing

$(VENV)/site: requirements/site.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q plugins  # as pip does for all it copies; some containers forbid Python to by itself
	touch $@

$(VENV)/dev: $(VENV)/site requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/page-audit/node_modules: requirements/page-audit/package-lock.json
	mkdir -p $(VENV)/page-audit
	cp requirements/page-audit/package.json requirements/page-audit/package-lock.json $(VENV)/page-audit/
	npm ci --prefix $(VENV)/page-audit --ignore-scripts --no-audit --no-fund
	touch $@

$(VENV)/fuzz: requirements/fuzz.txt
	test -x $(VENV)/fuzzing/bin/python || $(PYTHON) -m venv $(VENV)/fuzzing
	$(VENV)/fuzzing/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	touch $@

$(VENV)/bench: $(VENV)/dev requirements/bench.txt
	test -x $(VENV)/benching/bin/python || $(PYTHON) -m venv $(VENV)/benching
	$(VENV)/benching/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.txt
	touch $@

$(VENV)/quality: $(VENV)/dev requirements/quality.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/quality.txt
	touch $@
