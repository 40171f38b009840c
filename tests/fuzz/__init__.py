"""Any bytes at every way into the program: what must hold, and a fuzzer that looks for bytes with which it does not.

The folder is among the tests, because it is made of what these share; `python -m tests.fuzz` runs the fuzzer.
"""
