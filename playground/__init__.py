"""The playground of the site: what of the program a browser loads, and how the site gets it."""
