import signal, os, time, threading
def h(s, f):
    print("got", signal.Signals(s).name, s == signal.SIGUSR1)
signal.signal(signal.SIGUSR1, h)
os.kill(os.getpid(), signal.SIGUSR1)
time.sleep(0.1)
def alarm(s, f):
    raise TimeoutError("alarm")
signal.signal(signal.SIGALRM, alarm)
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    time.sleep(5)
except TimeoutError as e:
    print("timeout", e)
signal.alarm(1)
try:
    while True: time.sleep(0.001)
except TimeoutError as e:
    print("timeout", e)
print(signal.getsignal(signal.SIGINT))
print(signal.SIGTERM, repr(signal.SIGTERM), int(signal.SIGTERM), signal.strsignal(15))
signal.raise_signal(signal.SIGUSR1)
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGINT)
print("ignored")
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1)
except KeyboardInterrupt:
    print("KI")
print("before the end", flush=True)
# expect-rc=142
signal.signal(signal.SIGALRM, signal.SIG_DFL)
signal.alarm(1)
time.sleep(10)
