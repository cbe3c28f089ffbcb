"""One file per question: `ask` measures, round by round; `answer` sums the rounds up."""
