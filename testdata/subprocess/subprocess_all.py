# flags: --allow-run=sh,cat,echo,sleep,true,false,pwd,env,./none-of-these --allow-read=$DIR --allow-write=$DIR
"""subprocess, os.system and os.popen, by the host."""
import os
import signal
import subprocess
import sys
import time

top = os.path.realpath(sys.argv[1])
print(subprocess.run(["echo", "hello"], capture_output=True))
r = subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True, text=True)
print(r.returncode, repr(r.stdout), repr(r.stderr), r)
print(subprocess.run("echo $0 $X", shell=True, capture_output=True, text=True, env={"X": "y"}).stdout)
print(subprocess.run(["cat"], input="given\n", capture_output=True, text=True).stdout, end="")
print(subprocess.run(["cat"], input=b"bytes", stdout=subprocess.PIPE).stdout)
print(len(subprocess.run(["cat"], input=b"x" * 300000, stdout=subprocess.PIPE).stdout))
print(subprocess.check_output(["pwd"], cwd=top, text=True).replace(top, "TOP"), end="")
print(subprocess.call(["false"]), subprocess.check_call(["true"]), subprocess.getoutput("echo a b"), subprocess.getstatusoutput("exit 4"))
for f in [
    lambda: subprocess.run(["false"], check=True),
    lambda: subprocess.check_output(["sh", "-c", "echo partly; exit 2"]),
    lambda: subprocess.run(["sh", "-c", "kill -9 $$"], check=True),
    lambda: subprocess.run(["./none-of-these"]),
    lambda: subprocess.run(["cat"], input="text", capture_output=True),
    lambda: subprocess.run(["cat"], input=b"", stdin=subprocess.PIPE),
]:
    try:
        print(f())
    except (subprocess.SubprocessError, OSError, TypeError, ValueError) as e:
        print(type(e).__name__, e, getattr(e, "returncode", None), getattr(e, "output", None))

try:
    subprocess.run(["sleep", "30"], timeout=0.1)
except subprocess.TimeoutExpired as e:
    print(type(e).__name__, e.cmd, str(e)[:33])
with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as p:
    for line in ["one\n", "two\n"]:
        p.stdin.write(line)
        p.stdin.flush()
        print("echoed", p.stdout.readline(), end="")
    p.stdin.close()
    print(repr(p.stdout.read()), p.wait())
p = subprocess.Popen(["sleep", "30"])
print(p.poll(), p.pid > 0, p.returncode)
p.terminate()
print(p.wait(), p.returncode == -signal.SIGTERM)
p = subprocess.Popen("echo a; echo b; echo c", shell=True, stdout=subprocess.PIPE)
print([line for line in p.stdout], p.wait())
p = subprocess.Popen(["sh", "-c", "echo both; echo err >&2"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
print(p.communicate(), p.returncode)
with open(top + "/out", "w") as f:
    subprocess.run(["echo", "into a file"], stdout=f)
    print(subprocess.run(["echo", "nowhere"], stdout=subprocess.DEVNULL).stdout)
with open(top + "/out") as f:
    print(subprocess.run(["cat"], stdin=f, capture_output=True).stdout)
print(os.system("exit 5"), os.waitstatus_to_exitcode(os.system("exit 6")))
with os.popen("echo from popen") as f:
    print(f.read(), end="")
sys.stdout.flush()
subprocess.run(["echo", "to the run's own output"])
