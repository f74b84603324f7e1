package nunjucksconf_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/beside"

	"github.com/goldenpath-go/goldenpath/internal/conformance/nunjucksconf"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

func check(t *testing.T, path string, d nunjucks.Dialect) nunjucksconf.Result {
	t.Helper()
	result, err := nunjucksconf.Check(t.Context(), path, d, func(d nunjucksconf.Difference) { t.Error(d) })
	require.NoError(t, err)
	t.Logf("%s, %s: %d passed; %s", filepath.Base(path), d, result.Passed, result)
	assert.Zero(t, result.Failed)
	return result
}

// TestSample holds generated templates against the answers of Nunjucks 3.2.3 and Nunjitsu 0.6.2.
func TestSample(t *testing.T) {
	t.Parallel()
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3} {
		t.Run(d.String(), func(t *testing.T) {
			t.Parallel()
			assert.Greater(t, check(t, "testdata/sample.jsonl", d).Passed, 300)
		})
	}
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	path, ok := beside.Path(t, "corpus/nunjucks/cases.jsonl")
	if !ok {
		t.Log("not present; TestSample stands for it")
		return
	}
	for _, d := range []nunjucks.Dialect{nunjucks.Backstage4, nunjucks.Nunjucks3} {
		t.Run(d.String(), func(t *testing.T) {
			t.Parallel()
			check(t, path, d)
		})
	}
}

// TestDifferences checks that what is not equal is noticed.
func TestDifferences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, row string
		passed    int
	}{
		{"output", `{"id":"a","template":"${{ x }}","context":{"x":1},"expect":{"output":"1"}}`, 1},
		{"other output", `{"id":"a","template":"${{ x }}","context":{"x":1},"expect":{"output":"2"}}`, 0},
		{"error", `{"id":"a","template":"${{ ","expect":{"error":"(unknown path)\n  expected expression, got end of file","kind":"template-syntax"}}`, 1},
		{"other words", `{"id":"a","template":"${{ ","expect":{"error":"x","kind":"template-syntax"}}`, 0},
		{"words of JavaScript", `{"id":"a","template":"${{ ","expect":{"error":"x","kind":"js-runtime"}}`, 1},
		{"no error", `{"id":"a","template":"x","expect":{"error":"x","kind":"js-runtime"}}`, 0},
		{"unexpected error", `{"id":"a","template":"${{ ","expect":{"output":""}}`, 0},
		{"value", `{"id":"a","template":{"b":["${{ [1] }}","{% if 1 %}2{% endif %}"]},"options":{"mode":"value"},"expect":{"output":{"b":[[1],2]}}}`, 1},
		{"no value", `{"id":"a","template":"","options":{"mode":"value"},"expect":{"noOutput":true}}`, 1},
		{"condition", `{"id":"a","template":"${{ [] }}","options":{"mode":"if"},"expect":{"output":false}}`, 1},
		{"global", `{"id":"a","template":"${{ g }}","options":{"globals":{"g":1}},"expect":{"output":"1"}}`, 1},
		{"tags", `{"id":"a","template":"{{ 1 }}","options":{"tags":{"variableStart":"{{"}},"expect":{"output":"1"}}`, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "cases.jsonl")
			require.NoError(t, os.WriteFile(path, []byte(test.row+"\n\n"), 0o644))
			var differences []string
			result, err := nunjucksconf.Check(t.Context(), path, nunjucks.Nunjucks3, func(d nunjucksconf.Difference) {
				differences = append(differences, d.String())
			})
			require.NoError(t, err)
			assert.Equal(t, test.passed, result.Passed)
			assert.Len(t, differences, 1-test.passed)
		})
	}
	_, err := nunjucksconf.Check(t.Context(), "testdata/none.jsonl", nunjucks.Nunjucks3, nil)
	require.Error(t, err)
}
