"""Follow-ups written out in full, and small talk."""
