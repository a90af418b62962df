package logging

import (
	"sort"

	"go.starlark.net/starlark"

	"parlark/builtins/exceptions"
	"parlark/builtins/object"
)

// This file holds the part of dictConfig that makes handlers.

// allHandlers makes the handlers in the order of their names; one that targets another comes after it.
func (c *configuration) allHandlers() error {
	section := c.section(c.all, "handlers")
	if section == nil {
		return nil
	}
	var names, deferred []string
	for _, k := range section.Keys() {
		name, _ := starlark.AsString(k)
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		d := c.section(section, name)
		if target, ok := starlark.AsString(object.OrNone(c.get(d, "target"))); ok && c.handlers[target] == nil {
			deferred = append(deferred, name)
			continue
		}
		if err := c.wrap("handler "+quoted(name), c.handler(name, d)); err != nil {
			return err
		}
	}
	for _, name := range deferred {
		if err := c.wrap("handler "+quoted(name), c.handler(name, c.section(section, name))); err != nil {
			return err
		}
	}
	return nil
}

func (c *configuration) handler(name string, d *starlark.Dict) error {
	var formatter starlark.Value
	if key := c.get(d, "formatter"); key != nil && bool(key.Truth()) {
		text, _ := starlark.AsString(key)
		if formatter = c.formatters[text]; formatter == nil {
			return c.wrapSet("formatter", text)
		}
	}
	v, made, err := c.custom(d)
	if err != nil {
		return err
	}
	if !made {
		class, ok := starlark.AsString(object.OrNone(c.get(d, "class")))
		if !ok {
			return exceptions.KeyError.With(starlark.String("class"))
		}
		f, err := c.resolve(class)
		if err != nil {
			return err
		}
		kwargs, err := c.keywords(d, "class", "formatter", "level", "filters")
		if err != nil {
			return err
		}
		for i, kv := range kwargs {
			if target, ok := starlark.AsString(kv[1]); ok && kv[0] == starlark.String("target") && c.handlers[target] != nil {
				kwargs[i] = starlark.Tuple{kv[0], c.handlers[target]}
			}
		}
		if v, err = starlark.Call(c.t, f, nil, kwargs); err != nil {
			return err
		}
	}
	h, err := instance(v)
	if err != nil {
		return err
	}
	if formatter != nil {
		if _, err := c.s.call(c.t, h, "setFormatter", formatter); err != nil {
			return err
		}
	}
	h.SetOwn("_name", starlark.String(name))
	c.handlers[name] = h
	if err := c.level(h, d); err != nil {
		return err
	}
	return c.addFilters(h, d)
}

func (c *configuration) wrapSet(kind, name string) error {
	return c.unable("Unable to set "+kind+" "+quoted(name), exceptions.KeyError.With(starlark.String(name)))
}

func (c *configuration) unable(text string, err error) error {
	return &exceptions.Error{
		Type: exceptions.ValueError, Args: starlark.Tuple{starlark.String(text)}, Cause: object.ErrorOf(c.s.rt.Exception(err)),
	}
}

func (c *configuration) addFilters(o *object.Instance, d *starlark.Dict) error {
	names := c.get(d, "filters")
	if names == nil {
		return nil
	}
	list, err := c.s.rt.List(c.t, names)
	if err != nil {
		return err
	}
	for _, n := range list {
		f := n
		if name, ok := starlark.AsString(n); ok {
			if f = c.filters[name]; f == nil {
				return c.unable("Unable to add filter "+quoted(name), exceptions.KeyError.With(n))
			}
		}
		if err := appendNew(o, "filters", f); err != nil {
			return err
		}
	}
	return nil
}
