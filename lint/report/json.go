package report

import (
	"io"
	"slices"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// jsonVersion changes when members go or change their meaning; new ones may come without.
const jsonVersion = 1

// JSON writes one object: version, findings, suppressed, errors and summary. Lines and columns count from 1, columns in
// code points; offsets count bytes from 0; ends are exclusive. A fix is a list of edits by offset.
func JSON(w io.Writer, r *lint.Result, o *Options) error {
	return encode(w, newJSONReport(r, o), "  ")
}

func newJSONReport(r *lint.Result, o *Options) jsonReport {
	names := lint.Fingerprints(o.open(), slices.Concat(r.Diagnostics, r.Suppressed))
	out := jsonReport{
		Version:    jsonVersion,
		Findings:   jsonFindings(r.Diagnostics, names, o),
		Suppressed: jsonFindings(r.Suppressed, names[len(r.Diagnostics):], o),
		Errors:     []jsonError{},
		Summary: jsonSummary{
			Files:      r.Stats.Files,
			Documents:  r.Stats.Documents,
			Entities:   r.Stats.Entities,
			Errors:     r.Count(lint.Error),
			Warnings:   r.Count(lint.Warning),
			Infos:      r.Count(lint.Info),
			Fixable:    fixable(r),
			Suppressed: len(r.Suppressed),
		},
	}
	for _, e := range r.Errors {
		out.Errors = append(out.Errors, jsonError{File: o.path(e.Pos.File), Message: e.Err.Error()})
	}
	return out
}

type jsonReport struct {
	Version    int           `json:"version"`
	Findings   []jsonFinding `json:"findings"`
	Suppressed []jsonFinding `json:"suppressed"`
	Errors     []jsonError   `json:"errors"`
	Summary    jsonSummary   `json:"summary"`
}

type jsonFinding struct {
	Rule         string        `json:"rule"`
	Severity     lint.Severity `json:"severity"`
	Message      string        `json:"message"`
	Help         string        `json:"help,omitempty"`
	File         string        `json:"file"`
	Range        jsonRange     `json:"range"`
	Entity       string        `json:"entity,omitempty"`
	Pointer      string        `json:"pointer,omitempty"`
	Fingerprint  string        `json:"fingerprint"`
	Related      []jsonRelated `json:"related,omitempty"`
	Fixes        []jsonFix     `json:"fixes,omitempty"`
	SuppressedBy string        `json:"suppressedBy,omitempty"`
	Reason       string        `json:"reason,omitempty"`
}

type jsonRange struct {
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

type jsonRelated struct {
	File    string    `json:"file"`
	Range   jsonRange `json:"range"`
	Message string    `json:"message"`
}

type jsonFix struct {
	Message string     `json:"message"`
	Safe    bool       `json:"safe"`
	Edits   []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	File      string `json:"file"`
	Offset    int    `json:"offset"`
	EndOffset int    `json:"endOffset"`
	New       string `json:"new"`
}

type jsonError struct {
	File    string `json:"file,omitempty"`
	Message string `json:"message"`
}

type jsonSummary struct {
	Files      int `json:"files"`
	Documents  int `json:"documents"`
	Entities   int `json:"entities"`
	Errors     int `json:"errors"`
	Warnings   int `json:"warnings"`
	Infos      int `json:"infos"`
	Fixable    int `json:"fixable"`
	Suppressed int `json:"suppressed"`
}

func jsonFindings(ds []lint.Diagnostic, fingerprints []string, o *Options) []jsonFinding {
	out := make([]jsonFinding, len(ds))
	for i := range ds {
		out[i] = newJSONFinding(&ds[i], o)
		out[i].Fingerprint = fingerprints[i]
	}
	return out
}

func newJSONFinding(d *lint.Diagnostic, o *Options) jsonFinding {
	f := jsonFinding{
		Rule: d.Rule, Severity: d.Severity, Message: d.Message, Help: d.Help,
		File: o.path(d.Range.File), Range: newJSONRange(d.Range), Pointer: d.Pointer,
	}
	if d.Entity.Name != "" {
		f.Entity = d.Entity.String()
	}
	for _, r := range d.Related {
		f.Related = append(f.Related, jsonRelated{o.path(r.Range.File), newJSONRange(r.Range), r.Message})
	}
	for _, fix := range d.Fixes {
		f.Fixes = append(f.Fixes, newJSONFix(fix, o))
	}
	if d.Suppressed != nil {
		f.SuppressedBy, f.Reason = d.Suppressed.By, d.Suppressed.Reason
	}
	return f
}

func newJSONFix(fix lint.Fix, o *Options) jsonFix {
	out := jsonFix{Message: fix.Message, Safe: fix.Safe, Edits: []jsonEdit{}}
	for _, e := range fix.Edits {
		out.Edits = append(out.Edits, jsonEdit{o.path(e.File), e.Offset, e.EndOffset, e.New})
	}
	return out
}

func newJSONRange(r source.Range) jsonRange {
	start := jsonPosition{max(r.Line, 1), max(r.Column, 1), r.Offset}
	end := jsonPosition{r.EndLine, max(r.EndColumn, 1), r.EndOffset}
	if r.EndLine < start.Line || r.EndLine == start.Line && r.EndColumn < start.Column {
		end = start
	}
	return jsonRange{start, end}
}
