"""Whether a sentence is borne out by the words it cites."""
