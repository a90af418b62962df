# flags: --max-output=100KiB
# expect-rc=137
"""A flood of output ends the run."""
import sys

sys.stderr.write("start\n")
try:
    while True:
        sys.stderr.write("x" * 1000 + "\n")
except OSError as e:
    pass
