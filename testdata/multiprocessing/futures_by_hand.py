# A Future made by hand: states, callbacks, reprs.
from concurrent.futures import CancelledError, Future, InvalidStateError


def show(f):
    text = repr(f)
    return text[:8] + text[text.index(" state="):]


if __name__ == "__main__":
    f = Future()
    print("pending=%s" % show(f))
    f.add_done_callback(lambda x: print("called=%s %s" % (x is f, x.result())))
    print("running=%s %s" % (f.set_running_or_notify_cancel(), f.running()))
    print(show(f))
    f.set_result([1])
    print("finished=%s" % show(f))
    try:
        f.set_result(2)
    except InvalidStateError as e:
        print("again=%s" % str(e).startswith("FINISHED: <Future at 0x"))
    f.add_done_callback(lambda x: print("late=%s" % x.done()))
    g = Future()
    g.set_exception(ZeroDivisionError("z"))
    print("raised=%s %r" % (show(g), g.exception()))
    h = Future()
    print("cancel=%s %s %s" % (h.cancel(), h.cancel(), h.cancelled()))
    print("cancelled=%s" % show(h))
    print("notify=%s" % h.set_running_or_notify_cancel())
    try:
        h.result()
    except CancelledError as e:
        print("result=%s|%s" % (type(e).__name__, e))
    try:
        h.exception(0)
    except CancelledError as e:
        print("exception=%s" % type(e).__module__)
    try:
        h.set_result(1)
    except InvalidStateError as e:
        print("set=%s" % str(e).startswith("CANCELLED_AND_NOTIFIED: <Future"))
    try:
        Future().result(timeout=0.01)
    except TimeoutError as e:
        print("timeout=%r" % e)
