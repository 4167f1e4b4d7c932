"""Models that translate on this machine: which there are, and how they come here."""

import argparse

from rag.translate import check_package, get, held, models_folder, take


def run_translate(arguments: argparse.Namespace) -> int:
    """Fetch or copy models, and print the pairs that there are; raise TranslationError."""
    check_package()
    for pair in arguments.get or ():
        get(pair)
    if arguments.source:
        take(arguments.source)
    print(f"{models_folder()}: {', '.join(held()) or 'no models'}")
    return 0
