package report

import (
	"cmp"
	"io"

	"github.com/goldenpath-go/goldenpath/lint"
)

// GitLab writes a Code Quality report, which GitLab shows in merge requests: a list of issues, in the part of Code
// Climate's format that GitLab reads. Options.Path must give paths from the root of the repository.
func GitLab(w io.Writer, r *lint.Result, o *Options) error {
	names := lint.Fingerprints(o.open(), r.Diagnostics)
	root := firstFile(r)
	out := make([]gitlabIssue, len(r.Diagnostics)) // never nil: GitLab wants a list
	for i := range r.Diagnostics {
		d := &r.Diagnostics[i]
		out[i] = gitlabIssue{
			Type: "issue", Description: lines(d.Message), CheckName: d.Rule, Fingerprint: names[i],
			Severity: gitlabSeverity(d.Severity), Categories: []string{"Style"}, Location: newGitLabLocation(d, root, o),
		}
		if d.Help != "" {
			out[i].Content = &gitlabContent{lines(d.Help)}
		}
	}
	return encode(w, out, "  ")
}

type gitlabIssue struct {
	Type        string         `json:"type"`
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Categories  []string       `json:"categories"`
	Location    gitlabLocation `json:"location"`
	Content     *gitlabContent `json:"content,omitempty"`
}

type gitlabContent struct {
	Body string `json:"body"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

func newGitLabLocation(d *lint.Diagnostic, root string, o *Options) gitlabLocation {
	begin := max(d.Range.Line, 1)
	path := relativePath(o.path(cmp.Or(d.Range.File, root)))
	return gitlabLocation{lines(path), gitlabLines{begin, max(d.Range.EndLine, begin)}}
}

// gitlabSeverity keeps clear of critical and blocker: a catalog file that Backstage refuses stops no service.
func gitlabSeverity(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "major"
	case lint.Warning:
		return "minor"
	}
	return "info"
}
