"""The command line: parses and prints, nothing else. `kg.cli.app` has the commands."""
