"""The command line: parses and prints, nothing else."""

from kg.cli.app import app, main

__all__ = ["app", "main"]
