"""What a report says checked against itself, and what of it was read: each module answers one question."""
