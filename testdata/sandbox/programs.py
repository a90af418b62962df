# flags: --allow-run=true,/bin/cat --allow-write=$DIR
"""What a script tries that may run two programs."""
import os
import subprocess
import sys

top = sys.argv[1]
with open(top + "/true", "w") as f:
    f.write("#!/bin/sh\necho SUCCEEDED\n")
os.chmod(top + "/true", 0o755)
attempts = {
    "another program": lambda: subprocess.run(["sh", "-c", "echo"]),
    "another by its path": lambda: subprocess.run(["/bin/sh"]),
    "another as executable": lambda: subprocess.run(["true"], executable="/bin/sh"),
    "a shell": lambda: subprocess.run("true", shell=True),
    "system": lambda: os.system("true"),
    "popen": lambda: os.popen("true"),
    "one of the same name": lambda: subprocess.run([top + "/true"]),
    "one of the same name here": lambda: subprocess.run(["./true"], cwd=top),
    "by a path with dots": lambda: subprocess.run(["/bin/../bin/sh"]),
    "by another PATH": lambda: subprocess.run(["sh"], env={"PATH": top}),
    "a preloaded library": lambda: subprocess.run(["true"], env={"LD_PRELOAD": top + "/x.so"}),
    "a library path": lambda: subprocess.run(["true"], env={"LD_LIBRARY_PATH": top}),
    "a null byte": lambda: subprocess.run(["true\0/bin/sh"]),
    "a null byte in the environment": lambda: subprocess.run(["true"], env={"A": "b\0LD_PRELOAD=x"}),
    "the empty name": lambda: subprocess.run([""]),
    "code before exec": lambda: subprocess.run(["true"], preexec_fn=print),
    "inherited descriptors": lambda: subprocess.run(["true"], pass_fds=[3]),
    "a descriptor as stdin": lambda: subprocess.run(["/bin/cat"], stdin=3),
}
succeeded = 0
for name, attempt in attempts.items():
    try:
        result = attempt()
    except (OSError, ValueError) as e:
        print(f"{name}: {type(e).__name__}: {e}")
    else:
        succeeded += 1
        print(name, "SUCCEEDED:", result)
r = subprocess.run(["true"], env={"PATH": top}, capture_output=True)
print("true:", r.returncode, r.stdout)
print(subprocess.run(["/bin/cat"], input=b"cat", capture_output=True).stdout)
print(len(attempts), "attempts,", succeeded, "successes")
