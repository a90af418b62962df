import datetime
from datetime import date, time, timedelta, timezone, tzinfo
from datetime import datetime as dt
import copy
from multiprocessing import Pool


def later(d):
    return d + timedelta(days=1)


class EST(tzinfo):
    def utcoffset(self, d):
        return timedelta(hours=-5)

    def dst(self, d):
        return timedelta(0)

    def tzname(self, d):
        return "EST"


class MyDate(date):
    def quarter(self):
        return (self.month - 1) // 3 + 1


def tries(*fs):
    for f in fs:
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    d = date(2024, 2, 29)
    print(d, repr(d), d.year, d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), d.isoformat(), d.ctime(), d.strftime("%A %d %B %Y %j %U"))
    print(d + timedelta(days=366), d - date(2023, 1, 1), d - timedelta(1), d.replace(year=2020), date.fromordinal(738000), date.fromisoformat("2021-05-06"), date.fromisocalendar(2024, 1, 1))
    print(d < date(2024, 3, 1), d == date(2024, 2, 29), max(d, date(2025, 1, 1)), {d: 1}[date(2024, 2, 29)], date.min, date.max, f"{d:%d/%m/%y} {d}", d.timetuple()[:3])
    x = dt(2024, 1, 15, 10, 30, 45, 123456)
    print(x, repr(x), x.date(), x.time(), x.isoformat(), x.isoformat(" ", "minutes"), x.isoformat(timespec="milliseconds"), x.microsecond)
    print(x.strftime("%Y-%m-%d %H:%M:%S.%f %p %I %y %b %a"), dt.strptime("2023-07-04 05:06:07", "%Y-%m-%d %H:%M:%S"), dt.strptime("Jan 5 99", "%b %d %y"), dt.strptime("10:20 PM", "%I:%M %p"))
    print(x + timedelta(hours=20, minutes=-5), x - dt(2024, 1, 1), (x - dt(2024, 1, 1)).total_seconds(), x.replace(hour=0, microsecond=0), dt(2024, 1, 1), repr(dt(2024, 1, 1, 5)), repr(dt(2024, 1, 1, 5, 6, 7)))
    print(dt.fromisoformat("2024-01-02T03:04:05"), dt.fromisoformat("2024-01-02 03:04:05.5+02:00"), dt.fromisoformat("2024-01-02T03:04:05Z"), dt.fromisoformat("20240102"), dt.combine(d, time(1, 2)), dt.min, dt.max)
    td = timedelta(days=1, hours=2, minutes=3, seconds=4, milliseconds=5)
    print(td, repr(td), td.days, td.seconds, td.microseconds, -td, repr(-td), abs(-td), td * 2, td / 2, td // 3, td / timedelta(hours=1), td % timedelta(hours=1), divmod(td, timedelta(hours=1)), td * 1.5)
    print(timedelta(0), repr(timedelta()), timedelta(weeks=1), timedelta(seconds=0.1), timedelta(days=-1, seconds=5), bool(timedelta()), timedelta(1) > timedelta(hours=23), sum([timedelta(1), timedelta(2)], timedelta()), str(timedelta(microseconds=7)), timedelta(minutes=90) == timedelta(hours=1.5), timedelta.max, timedelta.resolution)
    utc = timezone.utc
    a = dt(2024, 6, 1, 12, tzinfo=utc)
    b = a.astimezone(timezone(timedelta(hours=5, minutes=30)))
    print(a, b, a == b, repr(b), b.tzname(), b.utcoffset(), a.timestamp(), dt.fromtimestamp(0, utc), repr(utc), timezone(timedelta(hours=-3)), timezone(timedelta(hours=1), "CET"), a.isoformat(), a.strftime("%Z %z"), hash(a) == hash(b))
    c = dt(2024, 1, 1, 12, tzinfo=EST())
    print(c, c.astimezone(utc), c.tzname(), c - a, c.utctimetuple()[:5], a.replace(tzinfo=None), c < a)
    t = time(13, 5, 9)
    print(t, repr(t), t.isoformat("minutes"), time(1, 2, 3, 4), t < time(14), t.replace(hour=1), t.strftime("%H-%M"), time.fromisoformat("04:05:06.789"), time.min, bool(time(0)))
    m = MyDate(2024, 8, 1)
    print(m, m.quarter(), type(m).__name__, isinstance(x, date), repr(m), type(m + timedelta(1)).__name__, copy.copy(x) == x, copy.deepcopy(a) == a)
    tries(lambda: date(2024, 13, 1), lambda: date(2023, 2, 29), lambda: dt(2024, 1, 1, 25), lambda: date(0, 1, 1), lambda: dt(2024, 1), lambda: date("x"), lambda: d < x, lambda: a < x, lambda: a - x, lambda: dt.strptime("x", "%Y"), lambda: dt.strptime("2024 zz", "%Y"), lambda: date.fromisoformat("2024-1-1"), lambda: timedelta("x"), lambda: d.year.__class__, lambda: setattr(d, "year", 5), lambda: timedelta(1) / 0, lambda: dt.max + timedelta(1), lambda: a == x, lambda: x == d)
    print(abs(dt.now() - dt.today()) < timedelta(seconds=5), date.today() == dt.now().date(), dt.now(utc).tzinfo is utc, dt.utcnow() - dt.now(utc).replace(tzinfo=None) < timedelta(seconds=5), dt.fromtimestamp(1e9, tz=utc), dt.fromtimestamp(dt(2020, 1, 1).timestamp()))
    start = dt(2024, 1, 30)
    print([(start + timedelta(days=i)).strftime("%d.%m.") for i in range(4)], sorted([dt(2024, 2, 1), start])[0], (date(2024, 12, 25) - date(2024, 1, 1)).days)
    with Pool(2) as pool:
        print(pool.map(later, [d, x, a, m]), pool.map(timedelta, [1, 2]), pool.map(str, [t, td, utc]), pool.map(dt.isoformat, [x]), pool.map(date.fromisoformat, ["2020-02-02"]))
