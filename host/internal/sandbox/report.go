package sandbox

// This file tells people and callers what became of each layer.

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// A Name names a layer.
type Name string

// The layers, in the order in which they are applied.
const (
	Descriptors Name = "descriptors"
	Rlimits     Name = "rlimits"
	Runtime     Name = "runtime"
	Privileges  Name = "privileges"
	Landlock    Name = "landlock"
	Seccomp     Name = "seccomp"
)

// A State is what became of a layer.
type State uint8

const (
	Missing   State = iota // the machine does not have it
	Available              // the machine has it, it is not applied
	Applied                // it holds
	Failed                 // the machine has it and refused to apply it
	Disabled               // Config.Off left it out
)

func (s State) String() string {
	switch s {
	case Missing:
		return "missing"
	case Available:
		return "available"
	case Applied:
		return "applied"
	case Failed:
		return "failed"
	case Disabled:
		return "off"
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}

// A Layer is one line of a report. Detail says what the layer consists of here or why it is not there.
type Layer struct {
	Name   Name
	State  State
	Detail string
}

// A Report has one entry for each layer, in the order of the names above.
type Report struct {
	Layers []Layer
}

// State returns the state of one layer.
func (r Report) State(name Name) State {
	for _, l := range r.Layers {
		if l.Name == name {
			return l.State
		}
	}
	return Missing
}

// Complete reports whether nothing is missing, failed or left out.
func (r Report) Complete() bool {
	for _, l := range r.Layers {
		if l.State != Applied && l.State != Available {
			return false
		}
	}
	return len(r.Layers) > 0
}

// String returns a table, one line for each layer, with a newline after each.
func (r Report) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, l := range r.Layers {
		fmt.Fprintf(w, "%s\t%s\t%s\n", l.Name, l.State, l.Detail)
	}
	_ = w.Flush() // a strings.Builder does not fail
	return b.String()
}
