# `make demo` and `make test` set themselves up; they need Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: demo test lint format bench chaos fuzz eval eval-sealed eval-sources lock schema docs picture cassettes data clean

# The rehearsal is kept in a folder of its own, so that each demo begins with the first post.
demo: $(READY)
	@export SCICOMM_STATE="$$(mktemp -d)/demo.db"; \
	echo; echo '$$ scicomm-bot preview --dry-run'; echo; $(BIN)/scicomm-bot preview --dry-run && \
	echo && echo '$$ scicomm-bot post --once --dry-run' && echo && $(BIN)/scicomm-bot post --once --dry-run; \
	code=$$?; rm -rf "$$(dirname "$$SCICOMM_STATE")"; exit $$code

test: $(READY)
	$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Needs Node 20 for one of the peers; takes about five minutes, and wants an idle machine.
bench: $(READY) bench/node_modules/ready
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r bench/peers.lock
	BENCH_NODE_MODULES=bench/node_modules $(BIN)/python bench

bench/node_modules/ready: bench/package-lock.json
	cd bench && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# Real processes under random faults until the queue is done (docs/reliability.md). One seed again: make chaos SEED=17
SEEDS ?= 50
chaos: $(READY)
	$(BIN)/python tests/chaos $(if $(SEED),--seed $(SEED),--seeds $(SEEDS)) $(ARGS)

# Mutated files and settings, given to the real commands (docs/reliability.md). One input again: make fuzz SEED=17
INPUTS ?= 3000
fuzz: $(READY)
	$(BIN)/python tests/fuzz $(if $(SEED),--seed $(SEED),--inputs $(INPUTS)) $(ARGS)

# How often the rules are right (docs/fidelity.md). The gold and the practice posts are here; the other data are read from
# ../shared, or from where SCICOMM_SHARED says, and left out where they are not.
# The misses and false alarms of a set: make eval ARGS='--show unseen-1'
eval: $(READY)
	$(BIN)/python tests/evaluation $(ARGS)

# Once, when the work on the rules is done: tests/evaluation/sealed/README.md says why. It tells totals, and no post.
eval-sealed: $(READY)
	$(BIN)/python tests/evaluation --sealed

# How often each field of a record is right, by source (docs/sources.md). The records are read from ../shared as well.
eval-sources: $(READY)
	$(BIN)/python tests/evaluation/sources.py $(ARGS)

# The tests' recorded HTTP, from the stand-in for X in tests/xserver.
cassettes: $(READY)
	PYTHONPATH=tests $(BIN)/python tests/support/cassettes.py

# The data files of scicomm_bot.medium.length and scicomm_bot.characters, from the packages named in them.
data: $(READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r bench/peers.lock
	$(BIN)/python scripts/make_length_data.py
	$(BIN)/python scripts/make_character_data.py

# The JSON Schemas that editors use; a test compares them with the program's.
schema: $(READY)
	$(BIN)/scicomm-bot schema > docs/posts.schema.json
	$(BIN)/scicomm-bot schema --paper > docs/paper.schema.json

# The picture in the README: the terminal, a card and the page; needs Chromium. Look at it before you commit it.
picture: $(READY)
	PYTHONPATH=tests $(BIN)/python scripts/make_readme_picture.py

# What is in docs/ and made by the program: the schemas, the table of fields, the help of each command.
docs: schema
	$(BIN)/python tests/docs/test_fields.py --write
	$(BIN)/python tests/docs/test_docs.py --write

# The lock files hold names, versions and hashes; uv is needed only here.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml --extra postgres \
	  --extra bibtex --extra cards \
	  -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q pyproject.toml --group dev \
	  -c requirements.lock -o requirements-dev.lock
	echo 'hatchling>=1.27' | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q - \
	  -c requirements-dev.lock -o requirements-build.lock

# The project is installed without its dependencies (the lock has them) and without an isolated build (as well).
$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'scicomm-bot needs Python 3.11 or newer; name one with: make PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache state.dry.db*
