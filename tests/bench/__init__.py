"""Benchmarks: figures that the project promises, measured."""
