package logging

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file defines the handlers that start new files: RotatingFileHandler, TimedRotatingFileHandler, WatchedFileHandler.

func (s *State) rotating(members starlark.StringDict) {
	base := s.newClass("logging.handlers", "BaseRotatingHandler", nil, map[string]method{
		"emit": s.rotatingEmit,
		"rotation_filename": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly("BaseRotatingHandler.rotation_filename", args, kwargs, 1); err != nil {
				return nil, err
			}
			if namer := field(self.(*object.Instance), "namer"); namer != starlark.None {
				return starlark.Call(t, namer, args, nil)
			}
			return args[0], nil
		},
		"rotate": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.ArgumentCount("rotate", args, kwargs, 2, 2); err != nil {
				return nil, err
			}
			if rotator := field(self.(*object.Instance), "rotator"); rotator != starlark.None {
				return starlark.Call(t, rotator, args, nil)
			}
			return starlark.None, s.rename(t, args[0], args[1])
		},
	}, s.class.file)
	base.Define("namer", starlark.None)
	base.Define("rotator", starlark.None)
	members["BaseRotatingHandler"] = base
	members["RotatingFileHandler"] = s.newClass("logging.handlers", "RotatingFileHandler", nil, map[string]method{
		"__init__": s.sizedInit, "doRollover": s.sizedRollover, "shouldRollover": s.sizedShould,
	}, base)
	members["TimedRotatingFileHandler"] = s.newClass("logging.handlers", "TimedRotatingFileHandler", nil, map[string]method{
		"__init__": s.timedInit, "doRollover": s.timedRollover, "shouldRollover": s.timedShould,
	}, base)
	members["WatchedFileHandler"] = s.newClass("logging.handlers", "WatchedFileHandler", nil, nil, s.class.file)
}

// os calls a function of os or os.path.
func (s *State) os(t *starlark.Thread, module, name string, args ...starlark.Value) (starlark.Value, error) {
	m, err := s.rt.Import(t, module)
	if err != nil {
		return nil, err
	}
	return s.call(t, m, name, args...)
}

// exists reports whether there is a file of that name.
func (s *State) exists(t *starlark.Thread, name starlark.Value) (bool, error) {
	v, err := s.os(t, "os.path", "exists", name)
	return err == nil && bool(v.Truth()), err
}

// rename moves a file, if it is there.
func (s *State) rename(t *starlark.Thread, from, to starlark.Value) error {
	found, err := s.exists(t, from)
	if err == nil && found {
		_, err = s.os(t, "os", "rename", from, to)
	}
	return err
}

// unlink removes a file, if it is there.
func (s *State) unlink(t *starlark.Thread, name starlark.Value) error {
	found, err := s.exists(t, name)
	if err == nil && found {
		_, err = s.os(t, "os", "remove", name)
	}
	return err
}

func (s *State) rotatingEmit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("BaseRotatingHandler.emit", args, kwargs, 1); err != nil {
		return nil, err
	}
	record, err := instance(args[0])
	if err != nil {
		return nil, err
	}
	h := self.(*object.Instance)
	due, err := s.call(t, h, "shouldRollover", record)
	if err == nil && bool(due.Truth()) {
		_, err = s.call(t, h, "doRollover")
	}
	if err != nil {
		return starlark.None, s.unlessFatal(t, h, record, err)
	}
	return s.fileEmit(t, self, args, nil)
}

// sizedInit is RotatingFileHandler(filename, mode='a', maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None).
func (s *State) sizedInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var filename, encoding, errors starlark.Value = nil, starlark.None, starlark.None
	mode, delay, limit, backups := "a", false, 0, 0
	err := object.UnpackMethod("RotatingFileHandler.__init__", args, kwargs, "filename", &filename, "mode?", &mode, "maxBytes?", &limit,
		"backupCount?", &backups, "encoding?", &encoding, "delay?", &delay, "errors?", &errors)
	if err != nil {
		return nil, err
	}
	if limit > 0 {
		mode = "a"
	}
	h := self.(*object.Instance)
	h.SetOwn("maxBytes", starlark.MakeInt(limit))
	h.SetOwn("backupCount", starlark.MakeInt(backups))
	return starlark.None, s.setUpFile(t, h, filename, mode, encoding, errors, delay)
}

func (s *State) sizedShould(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	h := self.(*object.Instance)
	limit := intField(h, "maxBytes")
	if limit <= 0 || len(args) == 0 {
		return starlark.False, nil
	}
	record, err := instance(args[0])
	if err != nil {
		return nil, err
	}
	if outputOf(h).stream == starlark.None {
		if err := s.openFile(t, h); err != nil {
			return nil, err
		}
	}
	stream := outputOf(h).stream
	if _, err := s.call(t, stream, "seek", starlark.MakeInt(0), starlark.MakeInt(2)); err != nil {
		return nil, err
	}
	v, err := s.call(t, stream, "tell")
	if err != nil {
		return nil, err
	}
	size, err := object.AsInt(v)
	if err != nil {
		return nil, err
	}
	line, err := s.format(t, h, record)
	if err != nil {
		return nil, err
	}
	out, _ := starlark.AsString(line)
	return starlark.Bool(size > 0 && size+len(out)+1 >= limit), nil
}

func (s *State) sizedRollover(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	h := self.(*object.Instance)
	if err := s.closeFile(t, h); err != nil {
		return nil, err
	}
	current := text(h, "baseFilename")
	rotated := func(n int) (starlark.Value, error) {
		return s.call(t, h, "rotation_filename", starlark.String(fmt.Sprintf("%s.%d", current, n)))
	}
	backups := intField(h, "backupCount")
	if backups > 0 {
		for i := backups - 1; i > 0; i-- {
			from, err := rotated(i)
			if err != nil {
				return nil, err
			}
			to, err := rotated(i + 1)
			if err != nil {
				return nil, err
			}
			if err := s.rename(t, from, to); err != nil {
				return nil, err
			}
		}
		first, err := rotated(1)
		if err != nil {
			return nil, err
		}
		if err := s.unlink(t, first); err != nil {
			return nil, err
		}
		if _, err := s.call(t, h, "rotate", starlark.String(current), first); err != nil {
			return nil, err
		}
	}
	if field(h, "delay").Truth() {
		return starlark.None, nil
	}
	h.SetOwn("mode", starlark.String("w"))
	return starlark.None, s.openFile(t, h)
}

// periods are the units of TimedRotatingFileHandler: seconds, and the stamp in the names of its files.
var periods = map[string]struct {
	seconds int
	suffix  string
}{
	"S": {1, "%Y-%m-%d_%H-%M-%S"}, "M": {60, "%Y-%m-%d_%H-%M"}, "H": {3600, "%Y-%m-%d_%H"}, "D": {86400, "%Y-%m-%d"},
	"MIDNIGHT": {86400, "%Y-%m-%d"}, "W": {604800, "%Y-%m-%d"},
}

// timedInit is TimedRotatingFileHandler(filename, when='h', interval=1, backupCount=0, encoding=None, delay=False, utc=False,
// atTime=None, errors=None).
func (s *State) timedInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var filename, encoding, atTime, errors starlark.Value = nil, starlark.None, starlark.None, starlark.None
	when, interval, backups, delay, utc := "h", 1, 0, false, false
	err := object.UnpackMethod("TimedRotatingFileHandler.__init__", args, kwargs, "filename", &filename, "when?", &when, "interval?", &interval,
		"backupCount?", &backups, "encoding?", &encoding, "delay?", &delay, "utc?", &utc, "atTime?", &atTime, "errors?", &errors)
	if err != nil {
		return nil, err
	}
	when = strings.ToUpper(when)
	unit := when
	if strings.HasPrefix(when, "W") {
		if len(when) != 2 || when[1] < '0' || when[1] > '6' {
			return nil, exceptions.ValueError.Errorf("Invalid day specified for weekly rollover: %s", when)
		}
		unit = "W"
	}
	period, ok := periods[unit]
	if !ok {
		return nil, exceptions.ValueError.Errorf("Invalid rollover interval specified: %s", when)
	}
	h := self.(*object.Instance)
	h.SetOwn("when", starlark.String(when))
	h.SetOwn("interval", starlark.MakeInt(period.seconds*interval))
	h.SetOwn("backupCount", starlark.MakeInt(backups))
	h.SetOwn("utc", starlark.Bool(utc))
	h.SetOwn("suffix", starlark.String(period.suffix))
	if err := s.setUpFile(t, h, filename, "a", encoding, errors, delay); err != nil {
		return nil, err
	}
	h.SetOwn("rolloverAt", starlark.MakeInt64(nextRollover(h, time.Now())))
	return starlark.None, nil
}

// nextRollover computes when the file that is begun now ends.
func nextRollover(h *object.Instance, now time.Time) int64 {
	if !field(h, "utc").Truth() {
		now = now.In(time.Local)
	} else {
		now = now.UTC()
	}
	when := text(h, "when")
	if when != "MIDNIGHT" && !strings.HasPrefix(when, "W") {
		return now.Unix() + int64(intField(h, "interval"))
	}
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	if len(when) == 2 {
		day := (int(when[1]-'0') + 2) % 7 // the midnight after that weekday; Monday is 0
		for int(midnight.Weekday()) != day {
			midnight = midnight.AddDate(0, 0, 1)
		}
	}
	return midnight.Unix()
}

func (s *State) timedShould(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.Bool(time.Now().Unix() >= int64(intField(self.(*object.Instance), "rolloverAt"))), nil
}

func (s *State) timedRollover(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	h := self.(*object.Instance)
	if err := s.closeFile(t, h); err != nil {
		return nil, err
	}
	begun := time.Unix(int64(intField(h, "rolloverAt")-intField(h, "interval")), 0).In(time.Local)
	if field(h, "utc").Truth() {
		begun = begun.UTC()
	}
	current := text(h, "baseFilename")
	name, err := s.call(t, h, "rotation_filename", starlark.String(current+"."+stamp(text(h, "suffix"), begun)))
	if err != nil {
		return nil, err
	}
	if err := s.unlink(t, name); err != nil {
		return nil, err
	}
	if _, err := s.call(t, h, "rotate", starlark.String(current), name); err != nil {
		return nil, err
	}
	if err := s.dropOld(t, h, current); err != nil {
		return nil, err
	}
	h.SetOwn("rolloverAt", starlark.MakeInt64(nextRollover(h, time.Now())))
	if field(h, "delay").Truth() {
		return starlark.None, nil
	}
	h.SetOwn("mode", starlark.String("w"))
	return starlark.None, s.openFile(t, h)
}

// dropOld removes the oldest files beyond backupCount.
func (s *State) dropOld(t *starlark.Thread, h *object.Instance, current string) error {
	backups := intField(h, "backupCount")
	if backups <= 0 {
		return nil
	}
	dir, name := current[:strings.LastIndexByte(current, '/')+1], current[strings.LastIndexByte(current, '/')+1:]
	v, err := s.os(t, "os", "listdir", starlark.String(dir))
	if err != nil {
		return err
	}
	entries, err := s.rt.List(t, v)
	if err != nil {
		return err
	}
	var old []string
	for _, e := range entries {
		if file, _ := starlark.AsString(e); strings.HasPrefix(file, name+".") {
			old = append(old, file)
		}
	}
	sort.Strings(old)
	for len(old) > backups {
		if _, err := s.os(t, "os", "remove", starlark.String(dir+old[0])); err != nil {
			return err
		}
		old = old[1:]
	}
	return nil
}
