"""Powers over the whole city: how a new one is confirmed by a second person, and who is told of it."""
