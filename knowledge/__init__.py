"""What the programme knows, and the search over it. Imports nothing of `bot`."""
