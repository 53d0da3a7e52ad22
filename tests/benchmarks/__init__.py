"""Long measurements, run by make targets; their last figures stand in docs/benchmarks.md."""
