"""Each attack says what it did, below the results."""

from attack import FIGURES


def pytest_terminal_summary(terminalreporter):
    """Print what the attacks have counted."""
    for line in FIGURES:
        terminalreporter.write_line(f"attack: {line}")
