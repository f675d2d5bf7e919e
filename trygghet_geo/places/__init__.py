"""Places: the gazetteer, the words that name a place, and what they point at."""
