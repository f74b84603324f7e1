package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

// output is one report: its format, and where it goes.
type output struct {
	name   string
	format report.Format
	file   string // absolute; "" for standard output
	add    bool   // to what the file holds, instead of replacing it
	color  bool
	brief  bool // without the summary
}

func formatNames() []string { return report.Names() }

// The formats that the command treats in a way of its own.
const (
	formatCompact  = "compact"
	formatGitHub   = "github"
	formatRDJSON   = "rdjson"
	formatRDJSONL  = "rdjsonl"
	formatSARIF    = "sarif"
	formatFileMark = "=" // between a format and its file
)

// outputs reads --format. Without it the report is text, to which annotations and the summary of the job are added where
// GitHub runs it.
func (p *program) outputs(f *lintFlags) ([]output, error) {
	summary := p.getenv("GITHUB_STEP_SUMMARY")
	formats := f.formats
	if len(formats) == 0 {
		formats = []string{formatText}
		if p.getenv("GITHUB_ACTIONS") == "true" {
			formats = append(formats, formatGitHub)
			if summary != "" {
				formats = append(formats, formatMarkdown+formatFileMark+summary)
			}
		}
	}
	var out []output
	for _, word := range formats {
		o, err := p.output(word, f)
		if err != nil {
			return nil, err
		}
		o.add = o.file != "" && summary != "" && o.file == p.absolute(summary) // earlier commands of the step may have written there
		out = append(out, o)
	}
	return out, apart(out)
}

// output reads one --format: FORMAT, FORMAT=- or FORMAT=FILE.
func (p *program) output(word string, f *lintFlags) (output, error) {
	name, file, toFile := strings.Cut(word, formatFileMark)
	format, ok := report.ByName(name)
	if !ok {
		return output{}, oneOf("format", name, formatNames())
	}
	o := output{name: name, format: format, brief: f.quiet}
	switch {
	case toFile && file == "":
		return output{}, usageError("--format=%s: the name of the file is missing", word)
	case toFile && file != "-":
		o.file = p.absolute(file)
	default:
		o.color = p.color(f.color, p.stdout)
	}
	return o, nil
}

// apart refuses two reports in one place, unless both are lines that say for themselves what they are.
func apart(out []output) error {
	for i, o := range out {
		for _, other := range out[:i] {
			switch {
			case o.file == "" && other.file == "":
				if !lineByLine(o.name) || !lineByLine(other.name) {
					return usageError("--format %s and --format %s both go to standard output: give one of them a file, as in %s=FILE", other.name, o.name, o.name)
				}
			case o.file != "" && other.file != "" && sameFile(o.file, other.file):
				return usageError("--format %s and --format %s both go to %s", other.name, o.name, o.file)
			}
		}
	}
	return nil
}

// lineByLine reports whether a format may be mixed with others of its kind.
func lineByLine(name string) bool {
	return name == formatText || name == formatCompact || name == formatGitHub
}

// write writes one report of a job.
func (p *program) write(o output, j *job, r *lint.Result) error {
	options := p.reportOptions(o, j)
	if o.name == formatSARIF && len(r.Suppressed) > 0 && p.getenv("GITHUB_ACTIONS") == "true" {
		p.complain(fmt.Errorf("sarif: GitHub would show %s as open; for code scanning use --format github-sarif",
			count(len(r.Suppressed), "ignored finding", "ignored findings")))
	}
	if o.file == "" && !(o.brief && o.name == formatText) {
		return o.to(p.stdout, r, options)
	}
	var text bytes.Buffer
	if err := o.to(&text, r, options); err != nil {
		return err
	}
	if o.file != "" {
		return writeReport(o.file, text.Bytes(), o.add)
	}
	return writeAll(p.stdout, bytes.TrimSuffix(text.Bytes(), []byte(report.Summary(r)+"\n")))
}

// reportOptions returns how a report of a job is printed.
func (p *program) reportOptions(o output, j *job) *report.Options {
	info, _ := debug.ReadBuildInfo()
	version := newVersionInfo(info).Version
	options := &report.Options{
		Open: j.fsys, Color: o.color, Rules: slices.Concat(j.linter.Rules, j.config.Own), RuleURL: customURLs(j.config, ruleURLs(version)), FailOn: j.config.Threshold(),
		Notify: func(sentence string) { p.complain(fmt.Errorf("%s: %s", o.name, sentence)) },
	}
	if version != newVersionInfo(nil).Version {
		options.Version = version
	}
	switch o.name {
	case formatText, formatCompact, formatRDJSON, formatRDJSONL:
		options.Path = j.at.shown // for people, editors and reviewdog; other machines want paths from the root
	}
	return options
}

// ruleURLs returns the addresses of the documentation of the rules that come with the command, as of a release.
func ruleURLs(version string) func(rule string) string {
	at := "main"
	if release.MatchString(version) {
		at = version
	}
	own := map[string]bool{}
	for _, r := range allRules() {
		own[r.Name] = true
	}
	return func(rule string) string {
		if !own[rule] {
			return ""
		}
		return "https://github.com/goldenpath-go/goldenpath/blob/" + at + "/docs/rules.md#" + rule
	}
}

// release matches the versions that are tags.
var release = regexp.MustCompile(`^v\d+\.\d+\.\d+$`)

func (o output) to(w io.Writer, r *lint.Result, options *report.Options) error {
	if err := o.format(w, r, options); err != nil {
		return fmt.Errorf("report as %s: %w", o.name, err)
	}
	return nil
}

// writeAll writes data.
func writeAll(w io.Writer, data []byte) error {
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// writeFile puts data into a file that is there as a whole or, when that fails, as it was before.
func writeFile(name string, data []byte) error { return replaceFile(name, data, nil) }

// writeError says why a file cannot be written; that another is written first does not matter to anybody.
func writeError(name string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return fmt.Errorf("write %s: %w", name, err)
}
