package python

// This file measures parsing, checking and diagnosing.

import (
	"strings"
	"testing"
)

// program returns a text of some thousand lines.
func program(b *testing.B) string {
	var src strings.Builder
	for range 20 {
		for _, name := range []string{"class_full", "try_full", "match", "definitions", "statements", "generators", "multiline_str"} {
			src.WriteString(read(b, "testdata/good/"+name+".py") + "\n")
		}
	}
	return src.String()
}

func BenchmarkParse(b *testing.B) {
	src := program(b)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := Parse("x.py", src); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N)/float64(strings.Count(src, "\n")), "µs/line")
}

func BenchmarkCheck(b *testing.B) {
	m, err := Parse("x.py", read(b, "testdata/good/class_full.py"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := Check(m); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDiagnose measures what an error costs beyond the parsing: two passes over the statement that has it.
func BenchmarkDiagnose(b *testing.B) {
	src := program(b) + "\nf(a, (b c), d)\n"
	for b.Loop() {
		if _, err := Parse("x.py", src); err == nil {
			b.Fatal("no error")
		}
	}
}
