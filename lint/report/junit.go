package report

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// JUnit writes XML as Jenkins reads it, and GitLab and others with it: a test case for each file, so that files without
// findings are seen to be in order. A file fails with a finding of Options.FailOn or above; what is below stands in the
// output of the test. A file that could not be looked at is an error.
func JUnit(w io.Writer, r *lint.Result, o *Options) error {
	suite := junitSuite{Name: toolName}
	for _, f := range byFile(r, o) {
		suite.add(newJUnitCase(f, o))
	}
	return encodeXML(w, junitSuites{
		Name: toolName, Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors, Suites: []junitSuite{suite},
	})
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

// junitCase has its elements in the order of the schema.
type junitCase struct {
	Name      string        `xml:"name,attr"`
	ClassName string        `xml:"classname,attr"`
	Error     *junitProblem `xml:"error"`
	Failure   *junitProblem `xml:"failure"`
	Output    *xmlText      `xml:"system-out"`
}

type junitProblem struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	xmlText
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Error != nil:
		s.Errors++
	case c.Failure != nil:
		s.Failures++
	}
}

func newJUnitCase(f *fileReport, o *Options) junitCase {
	failing, others := f.failed(o)
	out := junitCase{Name: oneLine(f.name), ClassName: toolName}
	if len(others) > 0 {
		out.Output = ptr(newXMLText(listed(others, o)))
	}
	if len(failing) > 0 {
		out.Failure = &junitProblem{worst(failing), tally(failing), newXMLText(listed(failing, o))}
	}
	if len(f.errors) > 0 {
		var text strings.Builder
		for _, e := range f.errors {
			text.WriteString(oneLine(e.Err.Error()) + "\n")
		}
		out.Error = &junitProblem{"incomplete", plural(len(f.errors), "problem"), newXMLText(text.String())}
	}
	return out
}

// worst returns the highest severity among ds.
func worst(ds []*lint.Diagnostic) string {
	s := lint.Unset
	for _, d := range ds {
		s = max(s, d.Severity)
	}
	return s.String()
}
