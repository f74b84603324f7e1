package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// checker says what is wrong with a report, by the schema of its format where there is one, and by what its readers ask
// for. It reads the report back: as many findings must be in it as went in.
type checker struct {
	noSchemas bool // leaves out what takes nearly all of the time
}

func (c checker) checks() map[string]func(data []byte, r *lint.Result) error {
	return map[string]func([]byte, *lint.Result) error{
		"text": c.checkText, "compact": c.checkCompact, "json": c.checkJSON, "jsonl": c.checkJSONLines,
		"sarif": c.checkSARIF, "github-sarif": c.checkGitHubSARIF, "github": c.checkGitHub, "gitlab": c.checkGitLab,
		"junit": c.checkJUnit, "checkstyle": c.checkCheckstyle, "tap": c.checkTAP,
		"rdjson": c.checkRDJSON, "rdjsonl": c.checkRDJSONLines, "markdown": c.checkMarkdown,
	}
}

// schemas compiles the schemas once.
var schemas = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	out := map[string]*jsonschema.Schema{}
	for name, file := range map[string]string{
		"sarif": "schemas/sarif-2.1.0-rtm.5.json", "rdjson": "schemas/rdjson.json", "gitlab": "schemas/gitlab-codequality.json",
	} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			return nil, err
		}
		if out[name], err = compile(name, data, ""); err != nil {
			return nil, err
		}
	}
	var err error
	if out["json"], err = compile("report", report.Schema(), ""); err != nil {
		return nil, err
	}
	out["jsonl"], err = compile("line", report.Schema(), "#/$defs/line")
	return out, err
})

func compile(name string, data []byte, part string) (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	c.LoadURL = func(address string) (io.ReadCloser, error) { return nil, errors.New("refers to " + address) }
	address := "test:///" + name
	if err := c.AddResource(address, bytes.NewReader(data)); err != nil {
		return nil, err
	}
	return c.Compile(address + part)
}

// bySchema validates a report and decodes it into v.
func (c checker) bySchema(name string, data []byte, v any) error {
	if c.noSchemas {
		return json.Unmarshal(data, v)
	}
	all, err := schemas()
	if err != nil {
		return err
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		return err
	}
	if err := all[name].Validate(plain); err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

func sameNumber(what string, want, got int) error {
	if want != got {
		return fmt.Errorf("%d %s instead of %d", got, what, want)
	}
	return nil
}

// rows returns the lines of a report, each of which must be whole.
func rows(data []byte) ([]string, error) {
	if len(data) == 0 {
		return nil, nil
	}
	text, ok := strings.CutSuffix(string(data), "\n")
	if !ok {
		return nil, errors.New("the last line has no end")
	}
	return strings.Split(text, "\n"), nil
}

func (c checker) checkText(data []byte, r *lint.Result) error {
	list, err := rows(data)
	if err != nil {
		return err
	}
	if last := list[len(list)-1]; last != report.Summary(r) {
		return fmt.Errorf("last line %q", last)
	}
	n := 0
	for i, line := range list[:len(list)-1] {
		if line != "" && (i == 0 || list[i-1] == "") {
			n++
			continue
		}
		if line != "" && line[0] != ' ' {
			return fmt.Errorf("a line that belongs nowhere: %q", line)
		}
	}
	return sameNumber("findings", len(r.Diagnostics), n)
}

var compactRow = regexp.MustCompile(`: (info|warning|error): .* \[[^\n]*\]$`)

func (c checker) checkCompact(data []byte, r *lint.Result) error {
	list, err := rows(data)
	if err != nil {
		return err
	}
	for _, line := range list {
		if !compactRow.MatchString(line) {
			return fmt.Errorf("line %q", line)
		}
	}
	return sameNumber("lines", len(r.Diagnostics), len(list))
}

func (c checker) checkJSON(data []byte, r *lint.Result) error {
	var out struct {
		Findings, Suppressed []struct{ Fingerprint string }
		Errors               []any
	}
	if err := c.bySchema("json", data, &out); err != nil {
		return err
	}
	different := map[string]bool{}
	for _, f := range slices.Concat(out.Findings, out.Suppressed) {
		different[f.Fingerprint] = true
	}
	if err := sameNumber("fingerprints", len(out.Findings)+len(out.Suppressed), len(different)); err != nil {
		return err
	}
	return errors.Join(sameNumber("findings", len(r.Diagnostics), len(out.Findings)),
		sameNumber("suppressed", len(r.Suppressed), len(out.Suppressed)), sameNumber("errors", len(r.Errors), len(out.Errors)))
}

func (c checker) checkJSONLines(data []byte, r *lint.Result) error {
	list, err := rows(data)
	n := map[string]int{}
	for _, line := range list {
		var row struct{ Type string }
		if err := c.bySchema("jsonl", []byte(line), &row); err != nil {
			return err
		}
		n[row.Type]++
	}
	return errors.Join(err, sameNumber("findings", len(r.Diagnostics), n["finding"]),
		sameNumber("suppressed", len(r.Suppressed), n["suppressed"]), sameNumber("errors", len(r.Errors), n["error"]),
		sameNumber("summaries", 1, n["summary"]))
}

// command is what GitHub's runner makes of a line of the log.
type command struct {
	name, data string
	properties map[string]string
}

// readCommand reads a line as the runner does; false when it is no command.
func readCommand(line string) (command, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "::")
	head, data, closed := strings.Cut(rest, "::")
	if !ok || !closed {
		return command{}, false
	}
	name, list, _ := strings.Cut(head, " ")
	out := command{name: name, properties: map[string]string{}}
	for property := range strings.SplitSeq(list, ",") {
		if key, value, ok := strings.Cut(property, "="); ok {
			out.properties[key] = strings.NewReplacer("%3A", ":", "%2C", ",", "%0A", "\n", "%0D", "\r", "%25", "%").Replace(value)
		}
	}
	out.data = strings.NewReplacer("%0A", "\n", "%0D", "\r", "%25", "%").Replace(data)
	return out, true
}

func (c checker) checkGitHub(data []byte, r *lint.Result) error {
	list, err := rows(data)
	n := map[string]int{}
	for i, line := range list {
		c, ok := readCommand(line)
		if !ok {
			if i == len(list)-1 && strings.HasPrefix(line, "not shown as annotations") {
				continue
			}
			return fmt.Errorf("no command: %q", line)
		}
		at, err := strconv.Atoi(c.properties["line"])
		if err != nil || at < 1 || c.data == "" {
			return fmt.Errorf("command %+v", c)
		}
		n[c.name]++
	}
	return errors.Join(err, sameNumber("errors", min(r.Count(lint.Error), 10), n["error"]),
		sameNumber("warnings", min(r.Count(lint.Warning), 10), n["warning"]), sameNumber("notices", min(r.Count(lint.Info), 10), n["notice"]))
}

func (c checker) checkGitLab(data []byte, r *lint.Result) error {
	var issues []struct{ Fingerprint string }
	if err := c.bySchema("gitlab", data, &issues); err != nil {
		return err
	}
	different := map[string]bool{}
	for _, issue := range issues {
		different[issue.Fingerprint] = true
	}
	return sameNumber("fingerprints", len(r.Diagnostics), len(different))
}

// elements counts the elements of an XML document, which must be well formed, and checks their names and nesting
// against what is allowed: parent to children.
func elements(data []byte, allowed map[string][]string) (map[string]int, error) {
	n := map[string]int{}
	d := xml.NewDecoder(bytes.NewReader(data))
	var open []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return nil, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			parent := ""
			if len(open) > 0 {
				parent = open[len(open)-1]
			}
			if !slices.Contains(allowed[parent], e.Name.Local) {
				return nil, fmt.Errorf("<%s> in <%s>", e.Name.Local, parent)
			}
			n[e.Name.Local]++
			open = append(open, e.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

// files returns the names of the files that a result is about.
func files(r *lint.Result) map[string]bool {
	out := map[string]bool{}
	for _, name := range r.Files {
		out[name] = true
	}
	for i := range r.Diagnostics {
		out[r.Diagnostics[i].Range.File] = true
	}
	for _, e := range r.Errors {
		out[e.Pos.File] = true
	}
	return out
}

func (c checker) checkJUnit(data []byte, r *lint.Result) error {
	n, err := elements(data, map[string][]string{
		"": {"testsuites"}, "testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"error", "failure", "system-out"},
	})
	if err != nil {
		return err
	}
	failed := map[string]bool{}
	for i := range r.Diagnostics {
		if r.Diagnostics[i].Severity == lint.Error {
			failed[r.Diagnostics[i].Range.File] = true
		}
	}
	return errors.Join(sameNumber("cases", len(files(r)), n["testcase"]), sameNumber("failures", len(failed), n["failure"]))
}

func (c checker) checkCheckstyle(data []byte, r *lint.Result) error {
	n, err := elements(data, map[string][]string{"": {"checkstyle"}, "checkstyle": {"file"}, "file": {"error"}})
	if err != nil {
		return err
	}
	return errors.Join(sameNumber("files", len(files(r)), n["file"]), sameNumber("errors", len(r.Diagnostics), n["error"]))
}

var (
	tapPlan = regexp.MustCompile(`^1\.\.(\d+)( # SKIP [a-z ]+)?$`)
	tapTest = regexp.MustCompile(`^(not )?ok (\d+) - [^#\\]*$`)
)

func (c checker) checkTAP(data []byte, r *lint.Result) error {
	list, err := rows(data)
	if err != nil || len(list) < 2 || list[0] != "TAP version 13" || !tapPlan.MatchString(list[1]) {
		return fmt.Errorf("head of %.80q", data)
	}
	tests, findings, block := 0, 0, false
	for _, line := range list[2:] {
		switch {
		case !block && tapTest.MatchString(line):
			tests++
		case !block && line == "  ---", block && line == "  ...":
			block = !block
		case block && strings.HasPrefix(line, "    - {"):
			findings++
			if !json.Valid([]byte(strings.TrimPrefix(line, "    - "))) {
				return fmt.Errorf("finding %q", line)
			}
		case block && (strings.HasPrefix(line, "    - \"") || strings.HasPrefix(line, "  message: \"") || line == "  findings:" || line == "  errors:"):
		default:
			return fmt.Errorf("line %q", line)
		}
	}
	return errors.Join(sameNumber("tests", len(files(r)), tests), sameNumber("findings", len(r.Diagnostics), findings))
}

type rdDiagnostic struct {
	Message  string
	Severity string
	Location struct {
		Path  string
		Range rdRange
	}
	Code        struct{ Value string }
	Source      struct{ Name string }
	Suggestions []struct {
		Range rdRange
		Text  string
	}
}

type rdRange struct{ Start, End struct{ Line, Column int } }

func (c checker) checkRDJSON(data []byte, r *lint.Result) error {
	var out struct{ Diagnostics []rdDiagnostic }
	if err := c.bySchema("rdjson", data, &out); err != nil {
		return err
	}
	for _, d := range out.Diagnostics {
		if err := goodDiagnostic(d); err != nil {
			return err
		}
	}
	return sameNumber("diagnostics", len(r.Diagnostics), len(out.Diagnostics))
}

func (c checker) checkRDJSONLines(data []byte, r *lint.Result) error {
	list, err := rows(data)
	for _, line := range list {
		var one struct{ Diagnostics []rdDiagnostic }
		if err := c.bySchema("rdjson", []byte(`{"diagnostics": [`+line+`]}`), &one); err != nil {
			return err
		}
		if one.Diagnostics[0].Source.Name == "" {
			return errors.New("a line does not say where it comes from")
		}
	}
	return errors.Join(err, sameNumber("lines", len(r.Diagnostics), len(list)))
}

func goodDiagnostic(d rdDiagnostic) error {
	g := d.Location.Range
	if d.Message == "" || g.Start.Line < 1 || g.Start.Column < 1 || g.End.Line < g.Start.Line || g.End.Column < 1 {
		return fmt.Errorf("diagnostic %+v", d)
	}
	return nil
}

var (
	markdownCode = `(<code>([^<>\[\]|` + "`" + `*_\\@$~^#&]|&#\d+;)*</code>)?`
	markdownRow  = regexp.MustCompile(`^\| (info|warning|error) \| ` + markdownCode + ` \| ` + markdownCode + `(<br>` + markdownCode + `)? \| (\[)?` +
		markdownCode + `(\]\(https://[-a-zA-Z0-9./#%]*\))? \|$`)
	markdownProblem = regexp.MustCompile(`^- ` + markdownCode + ` ` + markdownCode + `$`)
	markdownRest    = regexp.MustCompile(`^and (\d+) (finding|problem)s? more(, which do not fit into a comment)?$`)
)

func (c checker) checkMarkdown(data []byte, r *lint.Result) error {
	list, err := rows(data)
	if err != nil || len(list) < 2 || list[0] != "<!-- catalog-lint -->" || list[1] != "### catalog-lint: "+report.Summary(r) || len(data) > 65_536 {
		return fmt.Errorf("head of %.80q, or the size", data)
	}
	findings := 0
	for _, line := range list[2:] {
		rest := markdownRest.FindStringSubmatch(line)
		switch {
		case markdownRow.MatchString(line) && !strings.Contains(line[:strings.LastIndex(line, "|")], "www.") && strings.Count(line, "://") <= 1:
			findings++
		case rest != nil && rest[2] == "finding":
			n, err := strconv.Atoi(rest[1])
			if err != nil {
				return err
			}
			findings += n
		case line == "", rest != nil, line == "| | where | what | rule |", line == "|---|---|---|---|", markdownProblem.MatchString(line):
		default:
			return fmt.Errorf("line %q", line)
		}
	}
	return sameNumber("findings", len(r.Diagnostics), findings)
}

// writeAll returns the report of r in every format.
func writeAll(r *lint.Result, o *report.Options) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, name := range report.Names() {
		format, _ := report.ByName(name)
		var b bytes.Buffer
		if err := format(&b, r, o); err != nil {
			return nil, err
		}
		out[name] = b.Bytes()
	}
	return out, nil
}

// validate says what is wrong with any of the formats of a result.
func validate(r *lint.Result, o *report.Options) error {
	all, err := writeAll(r, o)
	if err != nil {
		return err
	}
	return checker{}.checkAll(all, r)
}

func (c checker) checkAll(all map[string][]byte, r *lint.Result) error {
	checks := c.checks()
	for name, data := range all {
		if err := checks[name](data, r); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := inLog(name, data); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
