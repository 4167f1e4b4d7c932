# make chat: ask the shipped articles in the browser.   make test: check everything.   make screenshots: the README's.
# make attack: the long form of tests/attack, an hour or two; make test runs the short one.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 7860
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: chat test attack screenshots clean

chat: $(VENV)/installed
	$(BIN)/polycite chat --host $(HOST) --port $(PORT)

test: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Polycite needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Polycite into $(VENV): a few minutes, once."
	$(INSTALL) --editable .
	touch $@

$(VENV)/installed-for-tests: $(VENV)/installed
	$(INSTALL) --editable '.[test]'
	touch $@

attack: $(VENV)/installed-for-tests
	POLYCITE_ATTACK=1 $(BIN)/pytest tests/attack

screenshots: $(VENV)/installed-for-tests
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf $(VENV) .polycite build dist
