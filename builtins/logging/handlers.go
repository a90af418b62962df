package logging

import (
	"time"

	"go.starlark.net/starlark"

	"parlark/builtins/calendar"
	"parlark/builtins/object"
)

// This file makes logging.handlers: the handlers of queues and memory.

// handlersModule makes logging.handlers.
func (s *State) makeHandlers() *object.Module {
	members := starlark.StringDict{
		"DEFAULT_TCP_LOGGING_PORT": starlark.MakeInt(9020), "DEFAULT_UDP_LOGGING_PORT": starlark.MakeInt(9021),
		"QueueHandler": s.queueHandler(), "QueueListener": s.queueListener(),
	}
	buffering := s.newClass("logging.handlers", "BufferingHandler", nil, map[string]method{
		"__init__": s.bufferInit, "emit": s.bufferEmit, "flush": bufferClear, "close": s.bufferClose, "shouldFlush": bufferFull,
	}, s.class.handler)
	members["BufferingHandler"] = buffering
	members["MemoryHandler"] = s.newClass("logging.handlers", "MemoryHandler", nil, map[string]method{
		"__init__": s.memoryInit, "flush": s.memoryFlush, "close": s.memoryClose, "shouldFlush": s.memoryFull,
		"setTarget": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var target starlark.Value
			err := object.UnpackMethod("MemoryHandler.setTarget", args, kwargs, "target", &target)
			self.(*object.Instance).SetOwn("target", target)
			return starlark.None, err
		},
	}, buffering)
	s.rotating(members)
	return object.NewModule("logging.handlers", members)
}

func (s *State) queueHandler() *object.Class {
	return s.newClass("logging.handlers", "QueueHandler", nil, map[string]method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			var queue starlark.Value
			if err := object.UnpackMethod("QueueHandler.__init__", args, kwargs, "queue", &queue); err != nil {
				return nil, err
			}
			o := self.(*object.Instance)
			s.setUpHandler(o, notSet)
			o.SetOwn("queue", queue)
			o.SetOwn("listener", starlark.None)
			return starlark.None, nil
		},
		"enqueue": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly("QueueHandler.enqueue", args, kwargs, 1); err != nil {
				return nil, err
			}
			return s.call(t, field(self.(*object.Instance), "queue"), "put_nowait", args[0])
		},
		"prepare": s.queuePrepare,
		"emit": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if err := object.Exactly("QueueHandler.emit", args, kwargs, 1); err != nil {
				return nil, err
			}
			record, err := instance(args[0])
			if err != nil {
				return nil, err
			}
			prepared, err := s.call(t, self, "prepare", record)
			if err == nil {
				_, err = s.call(t, self, "enqueue", prepared)
			}
			return starlark.None, s.unlessFatal(t, self.(*object.Instance), record, err)
		},
	}, s.class.handler)
}

// queuePrepare makes a copy of a record that can travel: its message is formatted, its exception is text.
func (s *State) queuePrepare(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("QueueHandler.prepare", args, kwargs, 1); err != nil {
		return nil, err
	}
	record, err := instance(args[0])
	if err != nil {
		return nil, err
	}
	msg, err := s.format(t, self.(*object.Instance), record)
	if err != nil {
		return nil, err
	}
	copied := record.Class().Allocate(t)
	record.Fields(func(name string, v starlark.Value) { copied.SetOwn(name, v) })
	copied.SetOwn("message", msg)
	copied.SetOwn("msg", msg)
	for _, name := range []string{"args", "exc_info", "exc_text", "stack_info"} {
		copied.SetOwn(name, starlark.None)
	}
	return copied, nil
}

// queueListener makes QueueListener, whose thread is one of threading's.
func (s *State) queueListener() *object.Class {
	return s.newClass("logging.handlers", "QueueListener", nil, map[string]method{
		"__init__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			respect := object.Keyword(kwargs, "respect_handler_level")
			var queue starlark.Value
			if err := object.UnpackMethod("QueueListener.__init__", args[:min(len(args), 1)], nil, "queue", &queue); err != nil {
				return nil, err
			}
			o := self.(*object.Instance)
			o.SetOwn("queue", queue)
			o.SetOwn("handlers", append(starlark.Tuple{}, args[1:]...))
			o.SetOwn("_thread", starlark.None)
			o.SetOwn("respect_handler_level", starlark.Bool(respect != nil && bool(respect.Truth())))
			return starlark.None, nil
		},
		"start": s.listenerStart, "stop": s.listenerStop, "handle": s.listenerHandle, "_monitor": s.listenerMonitor,
		"prepare": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return args[0], object.Exactly("QueueListener.prepare", args, kwargs, 1)
		},
		"dequeue": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return s.call(t, field(self.(*object.Instance), "queue"), "get", args...)
		},
		"enqueue_sentinel": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return s.call(t, field(self.(*object.Instance), "queue"), "put_nowait", starlark.None)
		},
		"__enter__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			_, err := s.call(t, self, "start")
			return self, err
		},
		"__exit__": func(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return s.call(t, self, "stop")
		},
	})
}

func (s *State) listenerStart(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	threading, err := s.rt.Import(t, "threading")
	if err != nil {
		return nil, err
	}
	class, err := s.rt.GetAttr(threading, "Thread")
	if err != nil {
		return nil, err
	}
	monitor, err := s.rt.GetAttr(self, "_monitor")
	if err != nil {
		return nil, err
	}
	thread, err := starlark.Call(t, class, nil, []starlark.Tuple{
		{starlark.String("target"), monitor}, {starlark.String("daemon"), starlark.True},
	})
	if err != nil {
		return nil, err
	}
	self.(*object.Instance).SetOwn("_thread", thread)
	return s.call(t, thread, "start")
}

func (s *State) listenerStop(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	thread := field(o, "_thread")
	if thread == starlark.None {
		return starlark.None, nil
	}
	if _, err := s.call(t, self, "enqueue_sentinel"); err != nil {
		return nil, err
	}
	if _, err := s.call(t, thread, "join"); err != nil {
		return nil, err
	}
	o.SetOwn("_thread", starlark.None)
	return starlark.None, nil
}

func (s *State) listenerMonitor(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	queue := field(self.(*object.Instance), "queue")
	_, err := s.rt.GetAttr(queue, "task_done")
	hasTasks := err == nil
	for {
		record, err := s.call(t, self, "dequeue", starlark.True)
		if err != nil {
			return nil, err
		}
		stop := record == starlark.None
		if !stop {
			if _, err := s.call(t, self, "handle", record); err != nil {
				return nil, err
			}
		}
		if hasTasks {
			if _, err := s.call(t, queue, "task_done"); err != nil {
				return nil, err
			}
		}
		if stop {
			return starlark.None, nil
		}
	}
}

func (s *State) listenerHandle(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("QueueListener.handle", args, kwargs, 1); err != nil {
		return nil, err
	}
	o := self.(*object.Instance)
	v, err := s.call(t, self, "prepare", args[0])
	if err != nil {
		return nil, err
	}
	record, err := instance(v)
	if err != nil {
		return nil, err
	}
	handlers, err := s.rt.List(t, field(o, "handlers"))
	if err != nil {
		return nil, err
	}
	level := intField(record, "levelno")
	for _, h := range handlers {
		if field(o, "respect_handler_level").Truth() {
			err = s.offer(t, h, record, level)
		} else {
			_, err = s.call(t, h, "handle", record)
		}
		if err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

func (s *State) bufferInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var capacity int
	if err := object.UnpackMethod("BufferingHandler.__init__", args, kwargs, "capacity", &capacity); err != nil {
		return nil, err
	}
	o := self.(*object.Instance)
	s.setUpHandler(o, notSet)
	o.SetOwn("capacity", starlark.MakeInt(capacity))
	o.SetOwn("buffer", starlark.NewList(nil))
	return starlark.None, nil
}

func (s *State) bufferEmit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("BufferingHandler.emit", args, kwargs, 1); err != nil {
		return nil, err
	}
	o := self.(*object.Instance)
	if err := listField(o, "buffer").Append(args[0]); err != nil {
		return nil, err
	}
	due, err := s.call(t, o, "shouldFlush", args[0])
	if err != nil || !bool(due.Truth()) {
		return starlark.None, err
	}
	return s.call(t, o, "flush")
}

func bufferFull(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	return starlark.Bool(listField(o, "buffer").Len() >= intField(o, "capacity")), nil
}

func bufferClear(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.None, listField(self.(*object.Instance), "buffer").Clear()
}

func (s *State) bufferClose(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := s.call(t, self, "flush"); err != nil {
		return nil, err
	}
	return s.handlerClose(t, self, nil, nil)
}

// memoryInit is MemoryHandler(capacity, flushLevel=ERROR, target=None, flushOnClose=True).
func (s *State) memoryInit(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var capacity int
	var level, target, onClose starlark.Value = starlark.MakeInt(failure), starlark.None, starlark.True
	err := object.UnpackMethod("MemoryHandler.__init__", args, kwargs, "capacity", &capacity, "flushLevel?", &level, "target?", &target, "flushOnClose?", &onClose)
	if err != nil {
		return nil, err
	}
	if _, err := s.bufferInit(t, self, starlark.Tuple{starlark.MakeInt(capacity)}, nil); err != nil {
		return nil, err
	}
	o := self.(*object.Instance)
	o.SetOwn("flushLevel", level)
	o.SetOwn("target", target)
	o.SetOwn("flushOnClose", onClose)
	return starlark.None, nil
}

func (s *State) memoryFull(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := object.Exactly("MemoryHandler.shouldFlush", args, kwargs, 1); err != nil {
		return nil, err
	}
	o := self.(*object.Instance)
	record, err := instance(args[0])
	if err != nil {
		return nil, err
	}
	return starlark.Bool(listField(o, "buffer").Len() >= intField(o, "capacity") || intField(record, "levelno") >= intField(o, "flushLevel")), nil
}

func (s *State) memoryFlush(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	target := field(o, "target")
	if !target.Truth() {
		return starlark.None, nil
	}
	records := listField(o, "buffer")
	o.SetOwn("buffer", starlark.NewList(nil))
	for i := range records.Len() {
		if _, err := s.call(t, target, "handle", records.Index(i)); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

func (s *State) memoryClose(t *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	o := self.(*object.Instance)
	if field(o, "flushOnClose").Truth() {
		if _, err := s.call(t, o, "flush"); err != nil {
			return nil, err
		}
	}
	o.SetOwn("target", starlark.None)
	return s.handlerClose(t, self, nil, nil)
}

// stamp is the time in the name of a rotated file.
func stamp(layout string, at time.Time) string { return calendar.Format(layout, calendar.Of(at)) }
