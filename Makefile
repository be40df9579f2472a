# run, test, check, bench: the same for people and for CI. Needs Python 3.11 or newer and make, nothing else.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.PHONY: run test check format bench scale crash schema reset lock

run: .venv/run.stamp
	$(BIN)/python -m api run

test: .venv/test.stamp
	$(BIN)/python -m pytest $(TESTS)

check: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/test.stamp
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: .venv/test.stamp
	$(BIN)/python -m bench
	$(BIN)/python -m bench.county
	$(BIN)/python -m bench.rivals

# how cost grows with places and people: an hour and a half, 8 GB in the folder for temporary files
scale: .venv/test.stamp
	$(BIN)/python -m bench.scale

# ten minutes: kill -9 of service and engine under load, 20 times, in a folder of its own
crash: .venv/test.stamp
	$(BIN)/python -m bench.crash

schema: .venv/run.stamp
	$(BIN)/python -m schema > schema/schema.graphql

# the graph is made anew by the next run; the engine and the Python packages stay
reset: .venv/run.stamp
	$(BIN)/python -m graph reset

lock: .venv/test.stamp
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --quiet \
	  --custom-compile-command "make lock" requirements.in -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --quiet \
	  --custom-compile-command "make lock" -c requirements.lock requirements-dev.in -o requirements-dev.lock
	$(BIN)/python -m graph lock

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "zeren needs Python 3.11 or newer; none was found. Name one: make run PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m graph fetch
	@touch $@

.venv/test.stamp: requirements-dev.lock .venv/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
