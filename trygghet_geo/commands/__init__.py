"""One module per command: `run(options) -> int` does the work and gives the exit code. `cli` says what can be asked."""
