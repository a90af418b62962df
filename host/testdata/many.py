# As many processes at the same time as are allowed.
import multiprocessing as mp
import sys

started, refused = [], None
event = mp.Event()
for n in range(int(sys.argv[1])):
    p = mp.Process(target=event.wait)
    try:
        p.start()
    except OSError as e:
        refused = type(e).__name__
        break
    started.append(p)
print("started %d, refused %s" % (len(started), refused))
event.set()
for p in started:
    p.join()
print("ended %d" % sum(p.exitcode == 0 for p in started))
