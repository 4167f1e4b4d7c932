"""Answers that a language model writes, held to the same proof."""
