package starlarkcbor

import (
	"fmt"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// workloads are the messages that the benchmarks carry.
func workloads() []workload {
	ints := make([]starlark.Value, 100_000)
	for i := range ints {
		ints[i] = starlark.MakeInt(i)
	}
	floats := make([]starlark.Value, 10_000)
	for i := range floats {
		floats[i] = starlark.Float(float64(i) * 0.37)
	}
	records := make([]starlark.Value, 1000)
	for i := range records {
		d := starlark.NewDict(4)
		d.SetKey(starlark.String("id"), starlark.MakeInt(i))
		d.SetKey(starlark.String("name"), starlark.String(fmt.Sprintf("row %d", i)))
		d.SetKey(starlark.String("score"), starlark.Float(float64(i)*0.5))
		d.SetKey(starlark.String("tags"), starlark.NewList([]starlark.Value{
			starlark.String("a"), starlark.String("b"), starlark.String("c"),
		}))
		records[i] = d
	}
	return []workload{
		{"ints100k", starlark.NewList(ints)},
		{"records1k", starlark.NewList(records)},
		{"string1M", starlark.String(strings.Repeat("a", 1<<20))},
		{"floats10k", starlark.NewList(floats)},
		{"task", starlark.Tuple{starlark.MakeInt(7), starlark.String("square"), starlark.Tuple{starlark.MakeInt(1000)}}},
	}
}

type workload struct {
	name  string
	value starlark.Value
}

func BenchmarkEncode(b *testing.B) {
	for _, w := range workloads() {
		b.Run(w.name, func(b *testing.B) {
			e := NewEncoder(Options{})
			b.ReportAllocs()
			for b.Loop() {
				e.Reset(e.Bytes()[:0])
				if err := e.Encode(w.value); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(len(e.Bytes())))
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, w := range workloads() {
		b.Run(w.name, func(b *testing.B) {
			e := NewEncoder(Options{})
			if err := e.Encode(w.value); err != nil {
				b.Fatal(err)
			}
			d := NewDecoder(Options{})
			b.SetBytes(int64(len(e.Bytes())))
			b.ReportAllocs()
			for b.Loop() {
				d.Reset(e.Bytes())
				if _, err := d.Decode(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
