"""The reference site, as built and as a browser shows it."""
