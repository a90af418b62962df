# stderr-has=TypeError: %d format: a real number is required, not str
import logging, logging.handlers, logging.config, sys
logging.config.dictConfig({
  "version": 1, "disable_existing_loggers": False,
  "formatters": {"f": {"format": "%(asctime)s|%(levelname)s|%(name)s|%(message)s", "datefmt": "X"}, "b": {"format": "{levelname:>8} {message}", "style": "{"}},
  "filters": {"only": {"name": "a"}},
  "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout", "level": "INFO"},
               "g": {"class": "logging.StreamHandler", "formatter": "b", "stream": "ext://sys.stdout", "filters": ["only"]}},
  "loggers": {"a": {"handlers": ["g"], "level": "DEBUG", "propagate": True}},
  "root": {"handlers": ["h"], "level": "WARNING"},
})
logging.getLogger("a.b").debug("dbg %s", 1)
logging.getLogger("a").info("info")
logging.getLogger("zz").warning("warn")
logging.getLogger("zz").info("no")
print(logging.getLogger("a.b"), logging.getLogger(), logging.getLogger("a").handlers)
print(logging.getLevelName(10), logging.getLevelName("INFO"), logging.getLevelName(15))
logging.addLevelName(15, "TRACE")
logging.getLogger("a").log(15, "traced")
ad = logging.LoggerAdapter(logging.getLogger("a"), {"user": "bob"})
ad.info("adapted")
class A(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        return "[%s] %s" % (self.extra["user"], msg), kwargs
A(logging.getLogger("a"), {"user": "bob"}).warning("hi %d", 3)
class F(logging.Filter):
    def filter(self, record):
        record.extra = "E"
        return "secret" not in record.getMessage()
h = logging.StreamHandler(sys.stdout)
class Short(logging.Formatter):
    def formatException(self, info):
        return "EXC " + info[0].__name__
h.setFormatter(Short("%(extra)s %(message)s %(levelno)d %(module)s %(filename)s %(lineno)d %(funcName)s %(processName)s %(threadName)s"))
h.addFilter(F())
lg = logging.getLogger("x"); lg.addHandler(h); lg.propagate = False; lg.setLevel(logging.DEBUG)
lg.info("hello"); lg.info("secret thing")
def deep():
    lg.error("e", stack_info=False)
    try:
        raise ValueError("v")
    except ValueError as e:
        lg.error("with exc", exc_info=True)
        lg.exception("exc %s", e)
        lg.warning("none", exc_info=False)
deep()
import queue
q = queue.Queue()
qh = logging.handlers.QueueHandler(q)
ql = logging.handlers.QueueListener(q, h)
ql.start()
l2 = logging.getLogger("q"); l2.addHandler(qh); l2.propagate = False; l2.setLevel(10)
l2.info("via %s", "queue")
ql.stop()
m = logging.handlers.MemoryHandler(3, target=h)
l3 = logging.getLogger("m"); l3.addHandler(m); l3.propagate = False; l3.setLevel(10)
l3.info("1"); l3.info("2"); print("before"); l3.error("3")
class MyHandler(logging.Handler):
    def emit(self, record):
        print("MY", self.format(record))
logging.getLogger("my").addHandler(MyHandler())
logging.getLogger("my").error("x=%(a)s", {"a": 5})
try: logging.getLogger("my").setLevel("BAD")
except ValueError as e: print(e)
try: logging.basicConfig(foo=1)
except ValueError as e: print(e)
try: logging.basicConfig(foo=1, force=True)
except ValueError as e: print(e)
try: logging.Formatter("nofields", style="%")
except ValueError as e: print(e)
try: logging.Formatter("%(x)s", style="x")
except ValueError as e: print(e)
logging.disable(logging.ERROR); logging.error("no"); logging.critical("yes"); logging.disable(logging.NOTSET)
print(logging.getLogger("my").isEnabledFor(10), logging.getLogger("my").getEffectiveLevel(), logging.getLogger("my").hasHandlers())
try: lg.info("a", extra={"message": 1})
except KeyError as e: print(e)
h.removeFilter(h.filters[0]); h.setFormatter(Short("%(message)s")); lg.info("bad %d", "x")
lg.info("too many", 1)
print(repr(h), repr(qh), logging.NullHandler())
r = logging.LogRecord("n", 20, "/a/b.py", 5, "m %s", ("z",), None)
print(r, r.getMessage(), r.module, r.filename)
r = logging.makeLogRecord({"msg": "hi", "levelname": "X"}); print(r.getMessage(), r.levelname)
logging.captureWarnings(True)
import warnings
warnings.warn("captured")
print(logging.getLogger("a").getChild("kid").name, logging.root.name, logging.getLogger("a.b").parent.name)
print(sorted(logging.getLevelNamesMapping()))
logging.lastResort
l9 = logging.Logger("free"); l9.warning("last resort")
