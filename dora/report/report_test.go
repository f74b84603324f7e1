package report_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/report"
)

var update = flag.Bool("update", false, "write the reports into testdata")

// format is a form of a report, with the file that it is in among the golden ones.
type format struct {
	file  string
	write func(io.Writer, *dora.Report) error
}

func formats() []format {
	return []format{
		{"report.txt", report.Text}, {"report.md", report.Markdown}, {"report.json", report.JSON}, {"report.om", report.OpenMetrics},
		{"report.html", report.HTML}, {"failures.txt", explained},
	}
}

// explained tells of each deployment whether it failed.
func explained(w io.Writer, r *dora.Report) error {
	return report.Explain(w, r, "", dora.ChangeFailureRate)
}

func TestExplainErrors(t *testing.T) {
	t.Parallel()
	r := pair(t).report(nil)
	assert.ErrorContains(t, report.Explain(io.Discard, r, "nobody", dora.LeadTimeForChanges), "nobody")
	assert.ErrorContains(t, report.Explain(io.Discard, r, "", "speed"), "speed")
	for _, m := range dora.AllMetrics() {
		assert.NoError(t, report.Explain(io.Discard, r, "commerce", m))
	}
}

// pair is a company of two services and a team each, with few events.
func pair(t testing.TB) *company {
	t.Helper()
	c := newCompany(t)
	c.group("commerce", "")
	c.group("checkout", "commerce")
	c.service("orders", "checkout", 9*24*time.Hour, 30*time.Hour, 3)
	c.service("search", "commerce", 15*24*time.Hour, 60*time.Hour, 4)
	return c
}

func one(t testing.TB) *company {
	t.Helper()
	c := newCompany(t)
	c.service("orders", "", 20*24*time.Hour, 30*time.Hour, 2)
	return c
}

func bytesOf(t *testing.T, f format, r *dora.Report) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, f.write(&out, r))
	return out.Bytes()
}

var longNumber = regexp.MustCompile(`\d+\.\d{9,}`)

// rounded returns a report without the last digits of its numbers, which differ
// between processors.
func rounded(data []byte) []byte {
	return longNumber.ReplaceAllFunc(data, func(number []byte) []byte {
		v, err := strconv.ParseFloat(string(number), 64)
		if err != nil {
			return number
		}
		return strconv.AppendFloat(nil, v, 'g', 10, 64)
	})
}

// TestFormats holds every form of some reports against testdata; -update writes them.
func TestFormats(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*dora.Report{
		"empty":         newCompany(t).report(nil),
		"one-service":   one(t).report(nil),
		"two-services":  pair(t).report(nil),
		"recovery-2023": pair(t).report(&dora.Options{Benchmark: dora.Report2023()}),
		"bootstrap":     pair(t).report(&dora.Options{Bootstrap: &dora.Bootstrap{Seed: 7}}),
		"own-table":     pair(t).report(&dora.Options{Benchmark: &dora.Benchmark{Name: "our own"}}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join("testdata", name+".txtar")
			got := &txtar.Archive{}
			for _, f := range formats() {
				got.Files = append(got.Files, txtar.File{Name: f.file, Data: rounded(bytesOf(t, f, r))})
			}
			if *update {
				require.NoError(t, os.WriteFile(file, txtar.Format(got), 0o600))
			}
			want, err := txtar.ParseFile(file)
			require.NoError(t, err)
			require.Len(t, want.Files, len(got.Files))
			for i, f := range want.Files {
				assert.Equal(t, string(f.Data), string(got.Files[i].Data), f.Name)
			}
		})
	}
}

// TestSameBytes writes a report twice, and that of the same events in another order.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	c := shop(t)
	var backwards dora.History
	for _, add := range []func() error{
		func() error { return addBackwards(c.history.Incidents(), backwards.AddIncident) },
		func() error { return addBackwards(c.history.Deployments(), backwards.AddDeployment) },
		func() error { return addBackwards(c.history.Changes(), backwards.AddChange) },
		func() error { return addBackwards(c.history.Groups(), backwards.AddGroup) },
		func() error { return addBackwards(c.history.Services(), backwards.AddService) },
	} {
		require.NoError(t, add())
	}
	for _, f := range formats() {
		want := bytesOf(t, f, c.report(nil))
		assert.Equal(t, string(want), string(bytesOf(t, f, c.report(nil))), f.file)
		assert.Equal(t, string(want), string(bytesOf(t, f, dora.Calculate(&backwards, quarter(), nil))), "%s, events backwards", f.file)
	}
}

func addBackwards[T any](all func(func(T) bool), add func(T) error) error {
	var list []T
	for v := range all {
		list = append(list, v)
	}
	for i := len(list) - 1; i >= 0; i-- {
		if err := add(list[i]); err != nil {
			return err
		}
	}
	return nil
}

// full is a disk with little room.
type full struct{ room int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		n := f.room
		f.room = 0
		return n, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

// TestWriteError makes sure that a report that was cut off is never taken for a whole one.
func TestWriteError(t *testing.T) {
	t.Parallel()
	r := pair(t).report(nil)
	for _, f := range formats() {
		whole := len(bytesOf(t, f, r))
		for _, room := range []int{0, 10, whole / 2, whole - 1} {
			assert.ErrorIs(t, f.write(&full{room}, r), errFull, "%s with %d of %d bytes", f.file, room, whole)
		}
		assert.NoError(t, f.write(&full{whole}, r), f.file)
	}
}
