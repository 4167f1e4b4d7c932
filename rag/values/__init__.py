"""What a text states, in four languages: dates, numbers, names, what it speaks of."""
