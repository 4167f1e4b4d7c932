"""The command line: index, ask, chat, eval and the rest; above the page."""
