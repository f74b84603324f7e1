package report

import (
	"encoding/xml"
	"io"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Checkstyle writes the XML of the Java tool of that name, which many programs read. Every file that was looked at is in
// it; columns count code points.
func Checkstyle(w io.Writer, r *lint.Result, o *Options) error {
	out := checkstyle{Version: "4.3"}
	for _, f := range byFile(r, o) {
		file := checkstyleFile{Name: oneLine(f.name)}
		for _, d := range f.findings {
			file.Errors = append(file.Errors, checkstyleError{
				Line: max(d.Range.Line, 1), Column: max(d.Range.Column, 1), Severity: d.Severity.String(),
				Message: lines(withHelp(d)), Source: toolName + "." + oneLine(d.Rule),
			})
		}
		out.Files = append(out.Files, file)
	}
	return encodeXML(w, out)
}

type checkstyle struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"` // of the format: the last that changed it
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"` // error, warning, info, as the linter calls them, too
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}
