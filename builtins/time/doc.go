// Package time emulates Python's time module.
//
//	time() time_ns() monotonic() perf_counter() process_time() thread_time() and their _ns forms, get_clock_info()
//	sleep()                      by Process.Sleep, which gives the interpreter lock up
//	localtime() gmtime() mktime() strftime() strptime() ctime() asctime() struct_time timezone altzone daylight tzname
//
// The local zone is Go's, which is read from /etc/localtime when it is asked for first: a sandboxed process does that before
// it is locked down.
//
// Not here: clock_settime, tzset does nothing.
package time
