"""The chat page: its words, its looks, what it shows, and the server that shows it."""
