package dialect

// This file checks what is refused before the run, with its place: testdata/refused/*.txt has cases as in
// testdata/lower, an error below the line "----".

import (
	"errors"
	"os"
	"strings"
	"testing"

	"parlark/host/internal/dialect/python"
)

func TestRefused(t *testing.T) {
	const file = "testdata/refused/all.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range strings.Split(string(data), "====\n") {
		source, want, _ := strings.Cut(c, "----\n")
		_, err := Lower("x.py", []byte(source), testOptions("x.py"))
		if err == nil {
			t.Errorf("accepted:\n%s", source)
			continue
		}
		var unsupported *Unsupported
		var fault *python.Error
		if !errors.As(err, &unsupported) && !errors.As(err, &fault) {
			t.Errorf("%T: %v", err, err)
		}
		if got := err.Error() + "\n"; got != want && !*update {
			t.Errorf("source:\n%s\ngot %swant %s", source, got, want)
		}
		out = append(out, source+"----\n"+err.Error()+"\n")
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(out, "====\n")), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
