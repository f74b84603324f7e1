package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/source"
)

func TestGitHubLimit(t *testing.T) {
	t.Parallel()
	r := &lint.Result{}
	for i := range 25 {
		severity := lint.Warning
		if i%2 == 0 {
			severity = lint.Error
		}
		r.Diagnostics = append(r.Diagnostics, lint.Diagnostic{Rule: "a-b", Severity: severity, Finding: lint.Finding{
			Range:   source.Range{Position: source.Position{File: "a.yaml", Line: i + 1, Column: 1}},
			Message: fmt.Sprint("number ", i),
		}})
	}
	var out bytes.Buffer
	require.NoError(t, report.GitHub(&out, r, nil))
	got := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	require.Len(t, got, 21)
	assert.Equal(t, "::error file=a.yaml,line=1,col=1,title=a-b::number 0", got[0])
	assert.Equal(t, "::error file=a.yaml,line=19,col=1,title=a-b::number 18", got[9])
	assert.Equal(t, "::warning file=a.yaml,line=2,col=1,title=a-b::number 1", got[10])
	assert.Equal(t, "not shown as annotations, of which GitHub takes 10 a level: 3 errors, 2 warnings", got[20])
	assert.Equal(t, "number 0", r.Diagnostics[0].Message, "the result is left alone")
}

// TestGitHubEscapes reads the command back as the runner does.
func TestGitHubEscapes(t *testing.T) {
	t.Parallel()
	const file, message = "a,b:c%d.yaml", "50% of it\r\nis 'wrong': really,\ntruly %0A"
	r := &lint.Result{Diagnostics: []lint.Diagnostic{{Rule: "a-b", Severity: lint.Info, Finding: lint.Finding{
		Range:   source.Range{Position: source.Position{File: file, Line: 2, Column: 3}, EndLine: 4, EndColumn: 1},
		Message: message,
	}}}}
	var out bytes.Buffer
	require.NoError(t, report.GitHub(&out, r, nil))
	command, data, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(out.String(), "::"), "\n"), "::")
	require.True(t, ok)
	name, list, _ := strings.Cut(command, " ")
	assert.Equal(t, "notice", name)
	got := map[string]string{}
	for property := range strings.SplitSeq(list, ",") {
		key, value, _ := strings.Cut(property, "=")
		got[key] = strings.NewReplacer("%3A", ":", "%2C", ",", "%0A", "\n", "%0D", "\r", "%25", "%").Replace(value)
	}
	assert.Equal(t, map[string]string{"file": file, "line": "2", "col": "3", "endLine": "4", "title": "a-b"}, got)
	assert.Equal(t, strings.ReplaceAll(message, "\r\n", "\n"), strings.NewReplacer("%0A", "\n", "%0D", "\r", "%25", "%").Replace(data))
}
