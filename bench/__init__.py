"""What is fast, measured beside something else in the same run. `bin/bench` asks everything."""
