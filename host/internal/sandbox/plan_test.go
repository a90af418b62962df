package sandbox

// This file tests the decision, which needs no kernel.

import (
	"slices"
	"strings"
	"testing"
)

// fullOffer is a machine that has everything.
func fullOffer() offer {
	return offer{
		system: "test/arch", pid: 7, hard: map[resource]uint64{}, closing: true, privileges: true, landlockABI: 9, seccomp: true,
		policy: policy{arch: testArch, rules: func(uint32, []uint32) []rule { return []rule{{name: "read"}} }},
	}
}

func states(layers []Layer) string {
	var b strings.Builder
	for _, l := range layers {
		b.WriteString(string(l.Name) + "=" + l.State.String() + " ")
	}
	return strings.TrimSpace(b.String())
}

func TestDecideStates(t *testing.T) {
	without := func(change func(*offer)) offer {
		o := fullOffer()
		change(&o)
		return o
	}
	for _, test := range []struct {
		name  string
		cfg   Config
		offer offer
		want  string
	}{
		{"everything", Config{}, fullOffer(),
			"descriptors=available rlimits=available runtime=available privileges=available landlock=available seccomp=available"},
		{"off", Config{Off: true}, fullOffer(),
			"descriptors=off rlimits=available runtime=available privileges=off landlock=off seccomp=off"},
		{"no landlock", Config{}, without(func(o *offer) { o.landlockABI = 0 }),
			"descriptors=available rlimits=available runtime=available privileges=available landlock=missing seccomp=available"},
		{"no seccomp", Config{}, without(func(o *offer) { o.seccomp = false; o.policy = policy{} }),
			"descriptors=available rlimits=available runtime=available privileges=available landlock=available seccomp=missing"},
		{"another system", Config{}, offer{system: "plan9/mips"},
			"descriptors=missing rlimits=missing runtime=available privileges=missing landlock=missing seccomp=missing"},
		{"another system, off", Config{Off: true}, offer{system: "plan9/mips"},
			"descriptors=missing rlimits=missing runtime=available privileges=missing landlock=missing seccomp=missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := decide(test.cfg, test.offer)
			if got := states(p.layers); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			for _, l := range p.layers {
				if l.State == Missing && !strings.Contains(l.Detail, test.offer.system) {
					t.Errorf("%s is missing without a reason: %q", l.Name, l.Detail)
				}
			}
			if available := strings.Contains(test.want, "seccomp=available"); available != (p.filter != nil) && !test.cfg.Off {
				t.Errorf("filter of %d instructions", len(p.filter))
			}
		})
	}
}

func TestDecideLimits(t *testing.T) {
	fixed := []limit{{core, 0, 0}, {memlock, 0, 0}, {msgqueue, 0, 0}}
	with := func(ls ...limit) []limit { return append(ls, fixed...) }
	for _, test := range []struct {
		name string
		cfg  Config
		hard map[resource]uint64
		want []limit
	}{
		{"default", Config{}, nil, with(limit{nofile, 32, 32})},
		{"memory", Config{Memory: 1 << 28}, nil, with(limit{data, 1 << 28, 1 << 28}, limit{nofile, 32, 32})},
		{"cpu", Config{CPU: 5}, nil, with(limit{cpu, 5, 6}, limit{nofile, 32, 32})},
		{"cpu, hard alone", Config{CPUHard: 5}, nil, with(limit{cpu, 5, 5}, limit{nofile, 32, 32})},
		{"cpu, both", Config{CPU: 5, CPUHard: 9}, nil, with(limit{cpu, 5, 9}, limit{nofile, 32, 32})},
		{"cpu, the wrong way round", Config{CPU: 9, CPUHard: 5}, nil, with(limit{cpu, 5, 5}, limit{nofile, 32, 32})},
		{"a lower hard limit stands", Config{Memory: 100, OpenFiles: 50}, map[resource]uint64{data: 60, nofile: 20},
			with(limit{data, 60, 60}, limit{nofile, 20, 20})},
		{"a higher one does not", Config{Memory: 100, OpenFiles: 50}, map[resource]uint64{data: 600, nofile: 200},
			with(limit{data, 100, 100}, limit{nofile, 50, 50})},
		{"off keeps what was asked for", Config{Off: true, Memory: 100, CPU: 1}, nil, []limit{{data, 100, 100}, {cpu, 1, 2}}},
		{"off, nothing asked for", Config{Off: true}, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := fullOffer()
			o.hard = test.hard
			if got := decide(test.cfg, o).limits; !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestHeapGoal(t *testing.T) {
	for memory, want := range map[uint64]int64{500: 400, 1 << 30: (1 << 30) / 5 * 4, ^uint64(0): 1<<63 - 1} {
		if got := heapGoal(memory); got != want {
			t.Errorf("heapGoal(%d) = %d, want %d", memory, got, want)
		}
	}
}

func TestReport(t *testing.T) {
	r := Report{Layers: []Layer{{Rlimits, Applied, "DATA=1"}, {Landlock, Missing, "why"}}}
	if got, want := r.String(), "rlimits   applied  DATA=1\nlandlock  missing  why\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if r.Complete() || (Report{}).Complete() {
		t.Error("complete without a layer")
	}
	r.Layers[1].State = Applied
	if !r.Complete() {
		t.Error("not complete with every layer")
	}
	if got := r.State(Rlimits); got != Applied {
		t.Errorf("State(Rlimits) = %v", got)
	}
	if got := r.State(Seccomp); got != Missing {
		t.Errorf("State of an absent layer = %v", got)
	}
}

// Probe must change nothing, so calling it twice must show the same.
func TestProbe(t *testing.T) {
	first := Probe()
	t.Logf("\n%s", first)
	if second := Probe(); second.String() != first.String() {
		t.Errorf("a second probe shows\n%s", second)
	}
	if got := first.State(Runtime); got != Available {
		t.Errorf("runtime limits are %v", got)
	}
}
