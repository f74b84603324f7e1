package report_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/source"
)

func writeSARIF(t *testing.T, format report.Format, r *lint.Result, o *report.Options) sarif {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, format(&out, r, o))
	var log sarif
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	require.NoError(t, githubDemands(&log))
	return log
}

// TestColumns counts in the measures of the formats, in a file with a byte order mark and wide characters.
func TestColumns(t *testing.T) {
	t.Parallel()
	const text = "\uFEFF\u00e9\U0001F600: x\nb: \U0001F600\U0001F600 y\n"
	fsys := fstest.MapFS{"a.yaml": {Data: []byte(text)}}
	at := func(line, column, endLine, endColumn int) lint.Diagnostic {
		return lint.Diagnostic{Rule: "a-b", Severity: lint.Error, Finding: lint.Finding{Message: "x", Range: source.Range{
			Position: source.Position{File: "a.yaml", Line: line, Column: column}, EndLine: endLine, EndColumn: endColumn,
		}}}
	}
	tests := []struct {
		name         string
		d            lint.Diagnostic
		utf16, bytes [4]int
	}{
		{"after a byte order mark", at(1, 1, 1, 2), [4]int{1, 1, 1, 2}, [4]int{1, 4, 1, 6}},
		{"after two wide characters", at(1, 5, 1, 6), [4]int{1, 6, 1, 7}, [4]int{1, 12, 1, 13}},
		{"two characters outside of the plane", at(2, 4, 2, 6), [4]int{2, 4, 2, 8}, [4]int{2, 4, 2, 12}},
		{"before where the last one ended", at(2, 1, 2, 2), [4]int{2, 1, 2, 2}, [4]int{2, 1, 2, 2}},
		{"over two lines", at(1, 3, 2, 5), [4]int{1, 4, 2, 6}, [4]int{1, 10, 2, 8}},
		{"up to the next line", at(1, 1, 2, 1), [4]int{1, 1, 2, 1}, [4]int{1, 4, 2, 1}},
		{"a place between two characters", at(2, 5, 2, 5), [4]int{2, 6, 2, 6}, [4]int{2, 8, 2, 8}},
		{"beyond the line", at(2, 9, 2, 11), [4]int{2, 11, 2, 13}, [4]int{2, 15, 2, 17}},
		{"beyond the file", at(9, 9, 9, 11), [4]int{9, 9, 9, 11}, [4]int{9, 9, 9, 11}},
		{"nowhere", at(0, 0, 0, 0), [4]int{1, 1, 1, 1}, [4]int{1, 4, 1, 4}},
		{"ends before it starts", at(2, 5, 1, 2), [4]int{2, 6, 2, 6}, [4]int{2, 8, 2, 8}},
	}
	r := &lint.Result{}
	for _, tt := range tests {
		r.Diagnostics = append(r.Diagnostics, tt.d)
	}
	log := writeSARIF(t, report.SARIF, r, &report.Options{Open: fsys})
	var rd struct{ Diagnostics []rdDiagnostic }
	all, err := writeAll(r, &report.Options{Open: fsys})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(all["rdjson"], &rd))
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g, b := log.Runs[0].Results[i].Locations[0].PhysicalLocation.Region, rd.Diagnostics[i].Location.Range
			assert.Equal(t, tt.utf16, [4]int{g.StartLine, g.StartColumn, g.EndLine, g.EndColumn})
			assert.Equal(t, tt.bytes, [4]int{b.Start.Line, b.Start.Column, b.End.Line, b.End.Column})
		})
	}
}

// many returns a result of n warnings, with a few errors and infos between them, as long as real ones are.
func many(n int) *lint.Result {
	r := &lint.Result{Files: []string{"catalog-info.yaml"}}
	for i := range n {
		severity := lint.Warning
		switch i % 100 {
		case 7:
			severity = lint.Error
		case 8:
			severity = lint.Info
		}
		name := fmt.Sprintf("service-%d", i)
		at := source.Range{Position: source.Position{File: "services/" + name + "/catalog-info.yaml", Line: 1 + i%40, Column: 9}, EndLine: 1 + i%40, EndColumn: 30}
		r.Diagnostics = append(r.Diagnostics, lint.Diagnostic{Rule: fmt.Sprintf("group-%d", i%90), Severity: severity, Finding: lint.Finding{
			Range: at, Message: fmt.Sprintf("group:default/team-%d is not in the catalog", i), Help: "did you mean group:default/platform?",
			Entity: catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: name}, Pointer: "/spec/owner",
			Related: []lint.Related{{Range: at, Message: fmt.Sprintf("Backstage says: InputError: Policy check failed for component:default/%s; caused by Error: \"metadata.name\" is not valid", name)}},
		}})
	}
	return r
}

// TestGitHubTakes holds a log of more than GitHub takes against its limits: 25,000 results and 10 MB, compressed.
func TestGitHubTakes(t *testing.T) {
	t.Parallel()
	const beyond = 300
	r := many(maxResults + beyond)
	var said []string
	var out bytes.Buffer
	require.NoError(t, report.GitHubSARIF(&out, r, &report.Options{Notify: func(s string) { said = append(said, s) }}))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write(out.Bytes())
	require.NoError(t, err)
	require.NoError(t, z.Close())
	t.Logf("%d bytes, %d compressed", out.Len(), packed.Len())
	assert.Less(t, packed.Len(), 10_000_000)

	var log sarif
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	require.NoError(t, githubDemands(&log))
	require.Len(t, log.Runs[0].Results, maxResults)
	const sentence = "300 findings left out of the 25000 that GitHub takes, the least severe ones"
	assert.Equal(t, []string{sentence}, said)
	assert.Equal(t, sentence, log.Runs[0].Invocations[0].ToolExecutionNotifications[0].Message.Text)
	assert.True(t, log.Runs[0].Invocations[0].ExecutionSuccessful)
	levels := map[string]int{}
	for _, result := range log.Runs[0].Results {
		levels[result.Level]++
	}
	assert.Equal(t, r.Count(lint.Error), levels["error"], "the gravest are kept")
	assert.Less(t, levels["note"], r.Count(lint.Info))
}

// TestManyPlaces has more related places than GitHub looks at.
func TestManyPlaces(t *testing.T) {
	t.Parallel()
	r := many(1)
	for range 2000 {
		r.Diagnostics[0].Related = append(r.Diagnostics[0].Related, r.Diagnostics[0].Related[0])
	}
	log := writeSARIF(t, report.SARIF, r, nil)
	assert.Len(t, log.Runs[0].Results[0].RelatedLocations, 100)
}

func TestSuppressions(t *testing.T) {
	t.Parallel()
	r := many(6)
	r.Suppressed, r.Diagnostics = r.Diagnostics[1:], r.Diagnostics[:1]
	ways := []string{lint.SuppressedInline, lint.SuppressedAnnotation, lint.SuppressedConfig, lint.SuppressedBaseline, lint.SuppressedRevision}
	for i, by := range ways {
		r.Suppressed[i].Suppressed = &lint.Suppressed{By: by, Reason: "because"}
	}
	log := writeSARIF(t, report.SARIF, r, nil)
	var kinds []string
	for _, result := range log.Runs[0].Results[1:] {
		kinds = append(kinds, result.Suppressions[0].Kind)
		assert.Equal(t, "because", result.Suppressions[0].Justification)
	}
	assert.Equal(t, []string{"inSource", "inSource", "external", "external", "external"}, kinds)
	assert.Empty(t, log.Runs[0].Results[0].Suppressions)
	assert.Len(t, writeSARIF(t, report.GitHubSARIF, r, nil).Runs[0].Results, 1)
	assert.Equal(t, "1 warning in 1 of 0 files (3 ignored, 1 in the baseline, 1 not new)", report.Summary(r))
}

func TestSARIFTexts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"see [this](https://evil.example)": "see [this] (https://evil.example)",
		"[a\\](1)":                         "[a\\] (1)",
		"list [a] (b)":                     "list [a] (b)",
		"{0} and {{12}} but {x}":           "{ 0} and {{ 12}} but {x}",
		"a\r\nb\tc\x1b":                    "a\nb\tc\uFFFD",
	} {
		r := many(1)
		r.Diagnostics[0].Message, r.Diagnostics[0].Help = text, ""
		log := writeSARIF(t, report.SARIF, r, nil)
		assert.Equal(t, want, log.Runs[0].Results[0].Message.Text)
	}
}

func TestSARIFPaths(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"a b/ü.yaml":          "a%20b/%C3%BC.yaml",
		"a:b.yaml":            "./a:b.yaml",
		"dir/a:b.yaml":        "dir/a:b.yaml",
		"a%20b?c#d.yaml":      "a%2520b%3Fc%23d.yaml",
		"/etc/x.yaml":         "etc/x.yaml",
		"../../x.yaml":        "x.yaml",
		"https://h.io/x.yaml": "./https:/h.io/x.yaml",
		"\xff.yaml":           "%FF.yaml",
		"":                    "catalog-info.yaml",
	} {
		r := many(1)
		r.Diagnostics[0].Range.File = file
		log := writeSARIF(t, report.SARIF, r, nil)
		assert.Equal(t, want, log.Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI)
	}
}
