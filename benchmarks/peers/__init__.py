"""Scripts that run other validators on a file of NDJSON, each with the libraries that `benchmarks.install` installs."""
