package doratest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
)

// Scenario is a small history in words and the figures it must have, such as
// docs/dora.md describes:
//
//	window 2026-03-02 30 days
//	service orders owner payments
//	commit a at day 1 09:00
//	deploy orders v1 at day 1 12:00 commit a
//	expect orders deployments.count 1
type Scenario struct {
	World   World
	Groups  []dora.Group
	Window  dora.Window
	Options dora.Options

	expectations []expectation
}

// expectation is a figure that a scenario must have.
type expectation struct {
	line  int
	of    []string // path to the service, team or all in the report's JSON
	path  []string
	value []string
}

// TestScenarios runs every file of a file system that ends in .dora as a
// scenario.
func TestScenarios(t *testing.T, files fs.FS) {
	names, err := fs.Glob(files, "*.dora")
	require.NoError(t, err)
	require.NotEmpty(t, names, "no scenarios")
	for _, name := range names {
		t.Run(strings.TrimSuffix(path.Base(name), ".dora"), func(t *testing.T) {
			t.Parallel()
			text, err := fs.ReadFile(files, name)
			require.NoError(t, err)
			s, err := ParseScenario(name, string(text))
			require.NoError(t, err)
			for _, wrong := range s.Check() {
				assert.Fail(t, wrong)
			}
		})
	}
}

// History returns the events of the scenario.
func (s *Scenario) History() (*dora.History, error) {
	h := &dora.History{}
	b := dora.Batch{
		Services: s.World.Services, Groups: s.Groups, Changes: s.World.Changes,
		Deployments: s.World.Deployments, Incidents: s.World.Incidents,
	}
	return h, b.AddTo(h)
}

// Check returns the figures that are not as expected, by line.
func (s *Scenario) Check() []string {
	h, err := s.History()
	if err != nil {
		return []string{err.Error()}
	}
	data, err := json.Marshal(dora.Calculate(h, s.Window, &s.Options))
	if err != nil {
		return []string{err.Error()}
	}
	var report any
	if err := json.Unmarshal(data, &report); err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, e := range s.expectations {
		got, ok := figure(report, append(slices.Clone(e.of), e.path...))
		if !ok {
			out = append(out, fmt.Sprintf("line %d: the report has no %s of %s", e.line, strings.Join(e.path, "."), strings.Join(e.of, " ")))
			continue
		}
		if !same(e.value, got) {
			out = append(out, fmt.Sprintf("line %d: %s: want %s, got %s", e.line, strings.Join(e.path, "."), strings.Join(e.value, " "), words(got)))
		}
	}
	return out
}

func figure(v any, path []string) (any, bool) {
	for _, key := range path {
		object, ok := v.(map[string]any)
		if !ok {
			return nil, false
		}
		if v, ok = object[key]; !ok {
			return nil, false
		}
	}
	return v, true
}

// same compares what stands in a scenario with a figure: numbers, times such
// as 1h30m, fractions such as 1/3, none, and lists.
func same(want []string, got any) bool {
	switch got := got.(type) {
	case nil:
		return len(want) == 1 && want[0] == "none"
	case float64:
		n, ok := number(want[0])
		return ok && len(want) == 1 && math.Abs(n-got) <= 1e-9*max(1, math.Abs(n))
	case []any:
		if len(got) == 0 {
			return len(want) == 1 && want[0] == "none"
		}
		return slices.Equal(want, strings.Fields(words(got)))
	}
	return words(got) == strings.Join(want, " ")
}

func number(s string) (float64, bool) {
	if d, err := time.ParseDuration(s); err == nil {
		return d.Seconds(), true
	}
	a, b, ok := strings.Cut(s, "/")
	x, err := strconv.ParseFloat(a, 64)
	if !ok || err != nil {
		return x, err == nil
	}
	y, err := strconv.ParseFloat(b, 64)
	return x / y, err == nil && y != 0
}

// words returns a figure as a scenario has it.
func words(v any) string {
	switch v := v.(type) {
	case nil:
		return "none"
	case []any:
		out := make([]string, len(v))
		for i := range v {
			out[i] = words(v[i])
		}
		return strings.Join(out, " ")
	case map[string]any:
		return strings.Join(slices.Sorted(maps.Keys(v)), " ")
	}
	return fmt.Sprint(v)
}
