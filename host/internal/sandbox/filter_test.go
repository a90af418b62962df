package sandbox

// This file runs assembled programs in a simulator, on made-up policies, so on any system.

import (
	"encoding/binary"
	"testing"

	"golang.org/x/net/bpf"
)

const testArch = 0xc000003e

// A call is what the kernel shows to a filter.
type call struct {
	number uint32
	arch   uint32
	args   [6]uint64
}

// bytes lays a call out as struct seccomp_data with each word big-endian, because that is how the simulator loads a
// word; the kernel loads words in the machine's order, in which the layout has the low half of an argument first.
func (c call) bytes() []byte {
	b := make([]byte, 64)
	binary.BigEndian.PutUint32(b[offNumber:], c.number)
	binary.BigEndian.PutUint32(b[offArch:], c.arch)
	for i, a := range c.args {
		binary.BigEndian.PutUint32(b[offArgs+8*i:], uint32(a))
		binary.BigEndian.PutUint32(b[offArgs+8*i+4:], uint32(a>>32))
	}
	return b
}

// simulate returns a function that gives the program's verdict on a call.
func simulate(t *testing.T, prog []bpf.Instruction) func(call) uint32 {
	t.Helper()
	if len(prog) > 4096 {
		t.Fatalf("%d instructions, the kernel takes 4096", len(prog))
	}
	vm, err := bpf.NewVM(prog)
	if err != nil {
		t.Fatal(err)
	}
	return func(c call) uint32 {
		v, err := vm.Run(c.bytes())
		if err != nil {
			t.Fatal(err)
		}
		return uint32(v)
	}
}

func TestAssemble(t *testing.T) {
	p := policy{arch: testArch, x32: true, threads: []uint32{0xd0f00}, rules: func(pid uint32, threads []uint32) []rule {
		return []rule{
			{name: "two checks", number: 56, checks: []check{{arg: 0, values: threads}, {arg: 5, values: []uint32{1, 2, 3}}}},
			{name: "mask", number: 9, checks: []check{{arg: 2, ignore: 3, values: []uint32{0}}}},
			{name: "free", number: 0},
			{name: "pid", number: 62, checks: []check{{arg: 0, values: []uint32{pid}}}},
			{name: "errno", number: 435, answer: retErrno | errnoENOSYS},
		}
	}}
	const deny = 0
	for _, test := range []struct {
		name string
		call call
		want uint32
	}{
		{"free", call{number: 0}, retAllow},
		{"free, arguments do not matter", call{number: 0, args: [6]uint64{^uint64(0), 7}}, retAllow},
		{"unknown", call{number: 1}, deny},
		{"largest", call{number: ^uint32(0)}, deny},
		{"x32 of an allowed one", call{number: x32Bit}, deny},
		{"x32 of an unknown one", call{number: x32Bit | 1}, deny},
		{"another architecture", call{number: 0, arch: 0x40000003}, deny},
		{"no architecture", call{number: 0, arch: 1}, deny},
		{"both hold", call{number: 56, args: [6]uint64{0: 0xd0f00, 5: 1}}, retAllow},
		{"both hold, last value", call{number: 56, args: [6]uint64{0: 0xd0f00, 5: 3}}, retAllow},
		{"second fails", call{number: 56, args: [6]uint64{0: 0xd0f00, 5: 4}}, deny},
		{"first fails", call{number: 56, args: [6]uint64{0: 0xd0f01, 5: 1}}, deny},
		{"upper half", call{number: 56, args: [6]uint64{0: 1<<32 | 0xd0f00, 5: 1}}, deny},
		{"argument is the number of the next rule", call{number: 56, args: [6]uint64{0: 9, 5: 1}}, deny},
		{"second argument is the number of the next rule", call{number: 56, args: [6]uint64{0: 0xd0f00, 5: 9}}, deny},
		{"argument is a free number", call{number: 56}, deny},
		{"argument is the number with an errno", call{number: 56, args: [6]uint64{0: 435}}, deny},
		{"mask, none", call{number: 9}, retAllow},
		{"mask, all ignored", call{number: 9, args: [6]uint64{2: 3}}, retAllow},
		{"mask, another bit", call{number: 9, args: [6]uint64{2: 4}}, deny},
		{"mask, another bit with ignored", call{number: 9, args: [6]uint64{2: 7}}, deny},
		{"own pid", call{number: 62, args: [6]uint64{0: 4711, 1: 9}}, retAllow},
		{"other pid", call{number: 62, args: [6]uint64{0: 4712}}, deny},
		{"own group", call{number: 62, args: [6]uint64{0: 0}}, deny},
		{"everybody", call{number: 62, args: [6]uint64{0: ^uint64(0)}}, deny},
		{"errno", call{number: 435}, retErrno | errnoENOSYS},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.call.arch == 0 {
				test.call.arch = testArch
			}
			for permissive, verdict := range map[bool]uint32{false: retKillProcess, true: retErrno | errnoEPERM} {
				want := test.want
				if want == deny {
					want = verdict
				}
				if got := simulate(t, p.assemble(4711, permissive))(test.call); got != want {
					t.Errorf("permissive %t: verdict %#x, want %#x", permissive, got, want)
				}
			}
		})
	}
}

// An empty policy allows nothing, rather than running off its end.
func TestAssembleEmpty(t *testing.T) {
	p := policy{arch: testArch, rules: func(uint32, []uint32) []rule { return nil }}
	verdict := simulate(t, p.assemble(1, false))
	for n := range uint32(500) {
		if got := verdict(call{number: n, arch: testArch}); got != retKillProcess {
			t.Fatalf("call %d: %#x", n, got)
		}
	}
}
