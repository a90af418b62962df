assert = 3
