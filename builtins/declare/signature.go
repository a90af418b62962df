package declare

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"
)

// This file binds arguments to parameters that are known at run time only, as generated __init__ methods need it.

// Param is a parameter of a Signature.
type Param struct {
	Name        string
	Optional    bool
	KeywordOnly bool
}

// Signature is a list of parameters after an implicit first one (self or cls).
type Signature []Param

// Bind returns the arguments in the order of the parameters, nil for absent ones. Errors are worded as those of a function
// written in Python.
func (s Signature) Bind(name string, args starlark.Tuple, kwargs []starlark.Tuple) ([]starlark.Value, error) {
	positional, required := 0, 0
	for _, p := range s {
		if !p.KeywordOnly {
			positional++
			if !p.Optional {
				required++
			}
		}
	}
	if len(args) > positional {
		takes, plural := fmt.Sprint(positional+1), "s"
		if required < positional {
			takes = fmt.Sprintf("from %d to %d", required+1, positional+1)
		} else if positional == 0 {
			plural = ""
		}
		return nil, TypeErrorf("%s() takes %s positional argument%s but %d were given", name, takes, plural, len(args)+1)
	}
	out := make([]starlark.Value, len(s))
	i := 0
	for at, p := range s {
		if !p.KeywordOnly && i < len(args) {
			out[at] = args[i]
			i++
		}
	}
next:
	for _, kv := range kwargs {
		key := string(kv[0].(starlark.String))
		for at, p := range s {
			if p.Name == key {
				if out[at] != nil {
					return nil, TypeErrorf("%s() got multiple values for argument '%s'", name, key)
				}
				out[at] = kv[1]
				continue next
			}
		}
		return nil, TypeErrorf("%s() got an unexpected keyword argument '%s'", name, key)
	}
	var missing, keywords []string
	for at, p := range s {
		switch {
		case out[at] != nil || p.Optional:
		case p.KeywordOnly:
			keywords = append(keywords, "'"+p.Name+"'")
		default:
			missing = append(missing, "'"+p.Name+"'")
		}
	}
	if len(missing) > 0 {
		return nil, absent(name, "positional", missing)
	}
	if len(keywords) > 0 {
		return nil, absent(name, "keyword-only", keywords)
	}
	return out, nil
}

func absent(name, kind string, names []string) error {
	text, plural := names[0], ""
	switch n := len(names); {
	case n == 2:
		text, plural = names[0]+" and "+names[1], "s"
	case n > 2:
		text, plural = strings.Join(names[:n-1], ", ")+", and "+names[n-1], "s"
	}
	return TypeErrorf("%s() missing %d required %s argument%s: %s", name, len(names), kind, plural, text)
}
