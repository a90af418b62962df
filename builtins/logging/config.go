package logging

import (
	"strings"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file makes logging.config: dictConfig.

func (s *State) makeConfig() *object.Module {
	refused := func(name, why string) *object.Builtin {
		return object.NewBuiltin(name, func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, exceptions.NotImplementedError.Errorf("logging.config.%s is not supported: %s", name, why)
		})
	}
	return object.NewModule("logging.config", starlark.StringDict{
		"dictConfig": object.NewBuiltin("dictConfig", s.dictConfig),
		"fileConfig": refused("fileConfig", "use dictConfig"), "listen": refused("listen", "there is no network"),
		"stopListening": refused("stopListening", "there is no network"),
	})
}

// configuration is one call of dictConfig.
type configuration struct {
	s          *State
	t          *starlark.Thread
	all        *starlark.Dict
	formatters map[string]starlark.Value
	filters    map[string]starlark.Value
	handlers   map[string]starlark.Value
}

func (s *State) dictConfig(t *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var v starlark.Value
	if err := object.Unpack("dictConfig", args, kwargs, "config", &v); err != nil {
		return nil, err
	}
	d, ok := object.Underlying(v).(*starlark.Dict)
	if !ok {
		return nil, exceptions.ValueError.Errorf("dictionary update sequence element #0 has length 1; 2 is required")
	}
	c := &configuration{s, t, d, map[string]starlark.Value{}, map[string]starlark.Value{}, map[string]starlark.Value{}}
	version := c.get(d, "version")
	if version == nil {
		return nil, exceptions.ValueError.Errorf("dictionary doesn't specify a version")
	}
	if n, err := starlark.AsInt32(version); err != nil || n != 1 {
		text, err := s.rt.Repr(version)
		if err != nil {
			return nil, err
		}
		return nil, exceptions.ValueError.Errorf("Unsupported version: %s", text)
	}
	if incremental := c.get(d, "incremental"); incremental != nil && bool(incremental.Truth()) {
		return starlark.None, c.incremental()
	}
	return starlark.None, c.apply()
}

// get returns an item of a dictionary, with ext:// resolved, nil if it is absent.
func (c *configuration) get(d *starlark.Dict, key string) starlark.Value {
	if d == nil {
		return nil
	}
	v, ok, err := d.Get(starlark.String(key))
	if err != nil || !ok {
		return nil
	}
	return v
}

// section returns a dictionary of the configuration; nil if it is absent.
func (c *configuration) section(d *starlark.Dict, key string) *starlark.Dict {
	section, _ := object.Underlying(object.OrNone(c.get(d, key))).(*starlark.Dict)
	return section
}

// each calls f for the items of a section, wrapping its errors as CPython does.
func (c *configuration) each(section, kind string, f func(name string, d *starlark.Dict) error) error {
	items := c.section(c.all, section)
	if items == nil {
		return nil
	}
	for _, kv := range items.Items() {
		name, _ := starlark.AsString(kv[0])
		d, ok := object.Underlying(kv[1]).(*starlark.Dict)
		if !ok {
			return exceptions.ValueError.Errorf("Unable to configure %s %s", kind, quoted(name))
		}
		if err := c.wrap(kind+" "+quoted(name), f(name, d)); err != nil {
			return err
		}
	}
	return nil
}

func quoted(name string) string { return "'" + name + "'" }

// wrap makes an error the cause of "Unable to configure ...".
func (c *configuration) wrap(what string, err error) error {
	if err == nil || object.IsCancelled(err) {
		return err
	}
	cause := object.ErrorOf(c.s.rt.Exception(err))
	if !cause.Type.Is(exceptions.Exception) {
		return cause
	}
	return &exceptions.Error{
		Type: exceptions.ValueError, Args: starlark.Tuple{starlark.String("Unable to configure " + what)}, Cause: cause,
	}
}

// incremental changes levels only.
func (c *configuration) incremental() error {
	err := c.each("handlers", "handler", func(name string, d *starlark.Dict) error {
		for _, h := range c.s.handlers {
			if text(h, "_name") == name {
				return c.level(h, d)
			}
		}
		return exceptions.ValueError.Errorf("No handler found with name %s", quoted(name))
	})
	if err != nil {
		return err
	}
	if err := c.loggers(true); err != nil {
		return err
	}
	if d := c.section(c.all, "root"); d != nil {
		return c.wrap("root logger", c.logger(c.s.root, d, true))
	}
	return nil
}

// level sets the level of a logger or handler, if one is given.
func (c *configuration) level(o *object.Instance, d *starlark.Dict) error {
	v := c.get(d, "level")
	if v == nil || !bool(v.Truth()) {
		return nil
	}
	n, err := c.s.level(v)
	if err == nil {
		o.SetOwn("level", starlark.MakeInt(n))
	}
	return err
}

func (c *configuration) apply() error {
	s := c.s
	for _, h := range append([]*object.Instance{}, s.handlers...) {
		if h != s.lastResort {
			if _, err := s.call(c.t, h, "close"); err != nil {
				return err
			}
		}
	}
	if err := c.each("formatters", "formatter", c.formatter); err != nil {
		return err
	}
	if err := c.each("filters", "filter", c.filter); err != nil {
		return err
	}
	if err := c.allHandlers(); err != nil {
		return err
	}
	if err := c.loggers(false); err != nil {
		return err
	}
	if d := c.section(c.all, "root"); d != nil {
		return c.wrap("root logger", c.logger(s.root, d, false))
	}
	return nil
}

// keywords turns the items of d into keyword arguments, but for those named.
func (c *configuration) keywords(d *starlark.Dict, except ...string) ([]starlark.Tuple, error) {
	var out []starlark.Tuple
next:
	for _, kv := range d.Items() {
		name, ok := starlark.AsString(kv[0])
		if !ok || !isIdentifier(name) {
			continue
		}
		for _, e := range except {
			if e == name {
				continue next
			}
		}
		v, err := c.convert(kv[1])
		if err != nil {
			return nil, err
		}
		out = append(out, starlark.Tuple{kv[0], v})
	}
	return out, nil
}

func isIdentifier(s string) bool {
	for i, r := range s {
		if r != '_' && !('a' <= r && r <= 'z') && !('A' <= r && r <= 'Z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != "" && s != "."
}

// convert resolves ext://module.name and cfg://section.name.
func (c *configuration) convert(v starlark.Value) (starlark.Value, error) {
	text, ok := starlark.AsString(v)
	switch {
	case !ok:
		return v, nil
	case strings.HasPrefix(text, "ext://"):
		return c.resolve(text[len("ext://"):])
	case strings.HasPrefix(text, "cfg://"):
		var at starlark.Value = c.all
		for _, part := range strings.Split(text[len("cfg://"):], ".") {
			d, ok := object.Underlying(at).(*starlark.Dict)
			if !ok {
				return nil, exceptions.ValueError.Errorf("Unable to convert %s", text)
			}
			if at = c.get(d, part); at == nil {
				return nil, exceptions.KeyError.With(starlark.String(part))
			}
		}
		return at, nil
	}
	return v, nil
}

// textOf is str() of the exception of an error.
func (s *State) textOf(err error) string {
	text, strErr := s.rt.Str(s.rt.Exception(err))
	if strErr != nil {
		return ""
	}
	return text
}

// resolve imports a dotted name.
func (c *configuration) resolve(name string) (starlark.Value, error) {
	parts := strings.Split(name, ".")
	fail := func(cause error) (starlark.Value, error) {
		return nil, &exceptions.Error{
			Type: exceptions.ValueError, Args: starlark.Tuple{starlark.String("Cannot resolve " + quoted(name) + ": " + c.s.textOf(cause))},
			Cause: object.ErrorOf(c.s.rt.Exception(cause)),
		}
	}
	v, err := c.s.rt.Import(c.t, parts[0])
	if err != nil {
		return fail(err)
	}
	for i, part := range parts[1:] {
		next, err := c.s.rt.GetAttr(v, part)
		if err != nil {
			if next, err = c.s.rt.Import(c.t, strings.Join(parts[:i+2], ".")); err != nil {
				return fail(err)
			}
		}
		v = next
	}
	return v, nil
}

// custom makes an object by the factory under "()".
func (c *configuration) custom(d *starlark.Dict) (starlark.Value, bool, error) {
	factory := c.get(d, "()")
	if factory == nil {
		return nil, false, nil
	}
	if name, ok := starlark.AsString(factory); ok {
		v, err := c.resolve(strings.TrimPrefix(name, "ext://"))
		if err != nil {
			return nil, true, err
		}
		factory = v
	}
	kwargs, err := c.keywords(d, "formatter", "level", "filters")
	if err != nil {
		return nil, true, err
	}
	v, err := starlark.Call(c.t, factory, nil, kwargs)
	return v, true, err
}

func (c *configuration) formatter(name string, d *starlark.Dict) error {
	v, made, err := c.custom(d)
	if made || err != nil {
		c.formatters[name] = v
		return err
	}
	var class starlark.Value = c.s.class.formatter
	if given := c.get(d, "class"); given != nil {
		text, _ := starlark.AsString(given)
		if class, err = c.resolve(text); err != nil {
			return err
		}
	}
	style := c.get(d, "style")
	if style == nil {
		style = starlark.String("%")
	}
	args := starlark.Tuple{object.OrNone(c.get(d, "format")), object.OrNone(c.get(d, "datefmt")), style}
	var kwargs []starlark.Tuple
	for _, key := range []string{"validate", "defaults"} {
		if v := c.get(d, key); v != nil {
			kwargs = append(kwargs, starlark.Tuple{starlark.String(key), v})
		}
	}
	c.formatters[name], err = starlark.Call(c.t, class, args, kwargs)
	return err
}

func (c *configuration) filter(name string, d *starlark.Dict) error {
	v, made, err := c.custom(d)
	if !made && err == nil {
		filterName := c.get(d, "name")
		if filterName == nil {
			filterName = starlark.String("")
		}
		v, err = starlark.Call(c.t, c.s.class.filter, starlark.Tuple{filterName}, nil)
	}
	c.filters[name] = v
	return err
}

// loggers configures the loggers that are named. Those that are not, but exist, are disabled unless they are below one that
// is, or disable_existing_loggers is false.
func (c *configuration) loggers(incremental bool) error {
	s := c.s
	existing := append([]string{}, s.order...)
	named := map[string]bool{}
	err := c.each("loggers", "logger", func(name string, d *starlark.Dict) error {
		named[name] = true
		o, err := s.Logger(c.t, name)
		if err != nil {
			return err
		}
		o.SetOwn("disabled", starlark.False)
		if err := c.logger(o, d, incremental); err != nil {
			return err
		}
		if p := c.get(d, "propagate"); p != nil {
			o.SetOwn("propagate", p)
		}
		return nil
	})
	if err != nil || incremental {
		return err
	}
	disable := c.get(c.all, "disable_existing_loggers")
	for _, name := range existing {
		if named[name] {
			continue
		}
		o := s.loggers[name]
		below := false
		for i := range name {
			below = below || name[i] == '.' && named[name[:i]]
		}
		switch {
		case below:
			o.SetOwn("level", starlark.MakeInt(notSet))
			o.SetOwn("handlers", starlark.NewList(nil))
			o.SetOwn("propagate", starlark.True)
		case disable == nil || bool(disable.Truth()):
			o.SetOwn("disabled", starlark.True)
		}
	}
	return nil
}

// logger configures one logger.
func (c *configuration) logger(o *object.Instance, d *starlark.Dict, incremental bool) error {
	if err := c.level(o, d); err != nil || incremental {
		return err
	}
	o.SetOwn("handlers", starlark.NewList(nil))
	if names := c.get(d, "handlers"); names != nil {
		list, err := c.s.rt.List(c.t, names)
		if err != nil {
			return err
		}
		for _, n := range list {
			name, _ := starlark.AsString(n)
			h := c.handlers[name]
			if h == nil {
				return c.unable("Unable to add handler "+quoted(name), exceptions.KeyError.With(n))
			}
			if err := appendNew(o, "handlers", h); err != nil {
				return err
			}
		}
	}
	return c.addFilters(o, d)
}
