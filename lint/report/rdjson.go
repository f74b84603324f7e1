package report

import (
	"bufio"
	"io"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// RDJSON writes a DiagnosticResult of the Reviewdog Diagnostic Format. Columns count bytes. Fixes of one edit become
// suggestions. Options.Path must give paths from the directory that reviewdog runs in.
func RDJSON(w io.Writer, r *lint.Result, o *Options) error {
	return encode(w, rdResult{rdSource{toolName, toolURL}, rdDiagnostics(r, o)}, "  ")
}

// RDJSONLines writes the diagnostics of [RDJSON], a line each.
func RDJSONLines(w io.Writer, r *lint.Result, o *Options) error {
	out := bufio.NewWriter(w)
	for _, d := range rdDiagnostics(r, o) {
		d.Source = &rdSource{toolName, toolURL}
		if err := encode(out, d, ""); err != nil {
			return err
		}
	}
	return out.Flush()
}

type rdResult struct {
	Source      rdSource       `json:"source"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Source      *rdSource      `json:"source,omitempty"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	Related     []rdRelated    `json:"related_locations,omitempty"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type rdLocation struct {
	Path  string  `json:"path"`
	Range rdRange `json:"range"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

func rdDiagnostics(r *lint.Result, o *Options) []rdDiagnostic {
	primary, second := places{texts: texts{fsys: o.open()}}, places{texts: texts{fsys: o.open()}}
	out := make([]rdDiagnostic, len(r.Diagnostics)) // never nil
	for i := range r.Diagnostics {
		d := &r.Diagnostics[i]
		out[i] = rdDiagnostic{
			Message: lines(withHelp(d)), Location: newRDLocation(&primary, d.Range, o), Severity: rdSeverity(d.Severity),
			Code: rdCode{d.Rule, o.ruleURL(d.Rule)}, Suggestions: rdSuggestions(&primary, d),
		}
		for _, related := range d.Related {
			out[i].Related = append(out[i].Related, rdRelated{lines(related.Message), newRDLocation(&second, related.Range, o)})
		}
	}
	return out
}

func newRDLocation(p *places, r source.Range, o *Options) rdLocation {
	return rdLocation{o.path(r.File), newRDRange(p, r)}
}

func newRDRange(p *places, r source.Range) rdRange {
	s := p.span(r, inBytes)
	return rdRange{rdPosition{s.line, s.column}, rdPosition{s.endLine, s.endColumn}}
}

// rdSuggestions returns the fixes of a finding that are one edit in its file: a suggestion is one replacement.
func rdSuggestions(p *places, d *lint.Diagnostic) []rdSuggestion {
	var out []rdSuggestion
	for _, f := range d.Fixes {
		if len(f.Edits) != 1 || f.Edits[0].File != d.Range.File {
			continue
		}
		e := f.Edits[0]
		if at, ok := p.edited(e.File, e.Offset, e.EndOffset); ok {
			out = append(out, rdSuggestion{newRDRange(p, at), e.New})
		}
	}
	return out
}

func rdSeverity(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "ERROR"
	case lint.Warning:
		return "WARNING"
	}
	return "INFO"
}
