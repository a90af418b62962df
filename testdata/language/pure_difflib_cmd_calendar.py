import difflib, cmd, calendar, linecache, io
a = "one\ntwo\nthree\nfour five six\nseven\n".splitlines(True); b = "ore\ntree\nemu\nfour fife six\nseven\neight\n".splitlines(True)
print("".join(difflib.ndiff(a, b))); d = list(difflib.ndiff(a, b)); print("".join(difflib.restore(d, 1)) == "".join(a))
print("".join(difflib.unified_diff(a, b, "A", "B", "d1", "d2", n=1)), end=""); print("".join(difflib.context_diff(a, b, "A", "B")), end="")
s = difflib.SequenceMatcher(lambda x: x == " ", "private Thread currentThread;", "private volatile Thread currentThread;")
print(round(s.ratio(), 3), s.get_matching_blocks(), s.get_opcodes(), s.quick_ratio(), s.find_longest_match())
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), difflib.get_close_matches("wheel", ["while", "with", "whale"], n=1, cutoff=.3))
print(list(difflib.unified_diff([], []))); print(list(difflib.Differ().compare(["same\n", "abcdefGhijkl\n"], ["same\n", "abcdefghijkl\n", "x\n"])))
big = [str(i % 7) for i in range(300)]; print(difflib.SequenceMatcher(None, big, big[3:]).ratio())
class C(cmd.Cmd):
    prompt = "> "
    def do_greet(self, arg):
        """greet [who]
        says hello"""
        print("hello", arg)
    def do_quit(self, arg): return True
    def help_topic(self): print("about topic")
    def emptyline(self): print("empty")
c = C(stdin=io.StringIO("greet Bob\n\nhelp\nhelp greet\nhelp topic\nhelp no\nbad line\n?greet\nquit\n"), stdout=None)
c.use_rawinput = 0; c.cmdloop("intro"); c.onecmd("greet x"); c.columnize([str(i) * (i % 5 + 1) for i in range(40)], 60)
import time
print(calendar.month(2024, 2), calendar.calendar(2023)); print(calendar.monthrange(2024, 2), calendar.isleap(1900), calendar.leapdays(2000, 2021))
print(calendar.TextCalendar(6).formatmonth(2015, 7), calendar.monthcalendar(2022, 5), calendar.weekday(2024, 1, 1))
print(calendar.day_name[0], list(calendar.month_abbr), calendar.timegm(time.gmtime(86400 * 365)), calendar.MONDAY, calendar.Month.MAY)
print(calendar.HTMLCalendar().formatmonth(2020, 1)); print(len(calendar.HTMLCalendar().formatyear(2020)))
print([str(x) for x in calendar.Calendar(3).itermonthdates(2021, 2)][:9], list(calendar.Calendar().itermonthdays4(2021, 3))[:3])
calendar.setfirstweekday(calendar.SUNDAY); calendar.prmonth(2021, 8); print(calendar.weekheader(3), calendar.firstweekday())
try: calendar.monthrange(2021, 13)
except calendar.IllegalMonthError as e: print(e)
print(calendar.TextCalendar().formatyear(2021, 3, 2, 4, 2)[:600])
