package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/scaffold/cases"
)

// templateTestReport is what came of the cases, as JSON has it.
type templateTestReport struct {
	Cases  []caseReport    `json:"cases"`
	Cover  []problemReport `json:"cover,omitempty"`
	Passed int             `json:"passed"`
	Failed int             `json:"failed"`
}

type caseReport struct {
	Case        string          `json:"case"`
	Template    string          `json:"template"`
	Description string          `json:"description,omitempty"`
	OK          bool            `json:"ok"`
	Problems    []problemReport `json:"problems,omitempty"`
	Updated     []string        `json:"updated,omitempty"`
}

type problemReport struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
	Diff    string `json:"diff,omitempty"`
}

// templateTestReport prints what came of the cases, and says with what the command ends.
func (p *program) templateTestReport(f *templateTestFlags, at *place, outcomes []*cases.Outcome) error {
	r := &templateTestReport{Cases: []caseReport{}}
	var coverage cases.Coverage
	for _, o := range outcomes {
		coverage.Add(o)
		r.add(at, o)
	}
	if f.cover {
		r.Cover = problemReports(coverage.Gaps())
	}
	var b bytes.Buffer
	var err error
	switch f.format {
	case formatJSON:
		err = writeIndented(&b, r)
	case formatJUnit:
		err = r.writeJUnit(&b)
	default:
		r.writeText(&b, f.verbose)
	}
	if err == nil {
		err = writeAll(p.stdout, b.Bytes())
	}
	if err == nil && r.Failed+len(r.Cover) > 0 {
		return &exit{code: exitFindings}
	}
	return err
}

func (r *templateTestReport) add(at *place, o *cases.Outcome) {
	c := caseReport{
		Case: caseName(at, o.Case.Name), Template: at.shown(o.Case.Template), Description: o.Case.Description, OK: o.OK(),
		Problems: problemReports(o.Problems),
	}
	for _, name := range o.Updated {
		c.Updated = append(c.Updated, at.shown(name))
	}
	r.Cases = append(r.Cases, c)
	if c.OK {
		r.Passed++
	} else {
		r.Failed++
	}
}

// caseName returns the folder of a case as people see it, from within too.
func caseName(at *place, name string) string {
	if shown := at.shown(name); shown != "." {
		return shown
	}
	return path.Base(name)
}

func problemReports(problems []cases.Problem) []problemReport {
	var out []problemReport
	for _, p := range problems {
		out = append(out, problemReport{p.Pos.File, p.Pos.Line, p.Pos.Column, p.Message, p.Diff})
	}
	return out
}

// writeText writes a line for each case that is not as wanted, with what is below it.
func (r *templateTestReport) writeText(b *bytes.Buffer, verbose bool) {
	for _, c := range r.Cases {
		switch {
		case !c.OK:
			fmt.Fprintf(b, "FAIL  %s\n", c.title())
		case verbose:
			fmt.Fprintf(b, "ok    %s\n", c.title())
		}
		for _, p := range c.Problems {
			b.WriteString(indented("  ", p.text()))
		}
		for _, name := range c.Updated {
			fmt.Fprintf(b, "wrote %s\n", report.ForLog(name))
		}
	}
	for _, p := range r.Cover {
		fmt.Fprintf(b, "COVER %s\n", report.ForLog(p.text()))
	}
	fmt.Fprintf(b, "%s: %d ok, %d failed\n", count(r.Passed+r.Failed, "case", "cases"), r.Passed, r.Failed)
}

// title returns the case with what it says of itself, in one line.
func (c caseReport) title() string {
	if c.Description == "" {
		return report.ForLog(c.Case)
	}
	return report.ForLog(c.Case + ": " + strings.Join(strings.Fields(c.Description), " "))
}

// text returns the problem with its place, and the diff below it.
func (p problemReport) text() string {
	text := p.Message
	switch {
	case p.Line > 0:
		text = fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, text)
	case p.File != "":
		text = p.File + ": " + text
	}
	if p.Diff != "" {
		text += "\n" + indented("  ", p.Diff)
	}
	return text
}

// indented puts a text's lines in, and keeps them from acting on a terminal.
func indented(by, text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		if line != "" {
			b.WriteString(by + report.ForLog(line))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// writeJUnit writes a suite for each template.
func (r *templateTestReport) writeJUnit(b *bytes.Buffer) error {
	type failure struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	type testCase struct {
		Name      string   `xml:"name,attr"`
		ClassName string   `xml:"classname,attr"`
		Failure   *failure `xml:"failure"`
	}
	var suite struct {
		XMLName  xml.Name   `xml:"testsuite"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Cases    []testCase `xml:"testcase"`
	}
	suite.Name = "catalog-lint template test"
	add := func(class, name string, problems []problemReport) {
		c := testCase{Name: name, ClassName: class}
		if len(problems) > 0 {
			var texts []string
			for _, p := range problems {
				texts = append(texts, p.text())
			}
			c.Failure = &failure{problems[0].Message, strings.Join(texts, "\n")}
			suite.Failures++
		}
		suite.Tests++
		suite.Cases = append(suite.Cases, c)
	}
	for _, c := range r.Cases {
		add(c.Template, path.Base(c.Case), c.Problems)
	}
	if len(r.Cover) > 0 {
		add("coverage", "--cover", r.Cover)
	}
	b.WriteString(xml.Header)
	data, err := xml.MarshalIndent(suite, "", "  ")
	b.Write(append(data, '\n'))
	return err
}
