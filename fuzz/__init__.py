"""Readers and the whole chain against what a fuzzer makes up; ``README.md`` says how to run it."""
