package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
	"github.com/goldenpath-go/goldenpath/source"
)

// hostileTexts are what a file may say to make a report say something else.
func hostileTexts() []string {
	return []string{
		"::error file=x.yaml,line=1::all is well", "\n::add-mask::secret\n", "\r\n::stop-commands::x", " ::set-output name=a::b",
		"##[error]x", "x ##[add-mask]y", "##vso[task.setvariable variable=a]b", "##teamcity[testFailed name='x']", "###[[[##[", "##\x00[x",
		"%0A%0D%25%3A%2C", "%2525", "a,line=99", "x]]>", "<![CDATA[x", "<failure/>", "</system-out></testcase>", "&lt;&#27;&amp;",
		"\x00\x01\x1b[31mred\x1b]8;;https://evil.example\x07", "\u0085\u009b31m", "\u202eesrever\u202c", "\u2066isolated\u2069", "\u2028\u2029",
		"\uFEFF\uFFFE\uFFFF", "bad \xff\xfe UTF-8 \xed\xa0\x80", "\U0001F600 日本語",
		"| a | b |", "`code` ```", "**bold** _it_ ~~gone~~", "[click](https://evil.example)", "![x](y)", "<script>alert(1)</script>", "<!-- x", "-->",
		"@everyone #1 !2 %3 www.evil.example https://evil.example", "\\|\\\\|", "$x^2$ :tada:", "{0} {{1}} {2", "[text](0)",
		"not ok 1 - x", "# SKIP it", "ok # Todo x", "1..0", "Bail out!", "  ...\n  ---", "TAP version 14", `"},{"x":"`, "</checkstyle>",
		strings.Repeat("x", 3_000), strings.Repeat("<", 1_000), strings.Repeat("##[", 500), strings.Repeat("\n", 500),
	}
}

// hostileResult is a result in which every text is someone else's.
func hostileResult(file, rule, message, help string, severity lint.Severity, at source.Range) *lint.Result {
	at.File = file
	d := lint.Diagnostic{Rule: rule, Severity: severity, Finding: lint.Finding{
		Range: at, Message: message, Help: help, Pointer: message, Entity: catalog.Ref{Kind: "Component", Namespace: help, Name: message},
		Related: []lint.Related{{Range: at, Message: help}},
		Fixes: []lint.Fix{
			{Message: message, Safe: true, Edits: []lint.Edit{{File: file, Offset: at.Offset, EndOffset: at.EndOffset, New: help}}},
			{Message: help},
		},
	}}
	again, silenced := d, d
	again.Range = source.Range{}
	silenced.Suppressed = &lint.Suppressed{By: rule, Reason: message, Range: at}
	return &lint.Result{
		Diagnostics: []lint.Diagnostic{d, again}, Suppressed: []lint.Diagnostic{silenced}, Files: []string{file, rule},
		Errors: source.Errors{{Pos: at.Position, Err: errors.New(message)}, {Err: errors.New(help + "x")}},
	}
}

// TestHostileTexts puts each text into every place.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		at := source.Range{Position: source.Position{Line: 2, Column: 3}, EndLine: 2, EndColumn: 5, Offset: 4, EndOffset: 6}
		for _, r := range []*lint.Result{
			hostileResult(text, text, text, text, lint.Error, at),
			hostileResult("a.yaml", "a-b", text, "", lint.Warning, at),
			hostileResult(text, "a-b", "message", "", lint.Info, at),
		} {
			fsys := fstest.MapFS{"a.yaml": {Data: []byte(text)}}
			require.NoError(t, validate(r, nil), "%.40q", text)
			all, err := writeAll(r, &report.Options{Open: fsys})
			require.NoError(t, err)
			require.NoError(t, checker{noSchemas: true}.checkAll(all, r), "%.40q", text)
			require.NoError(t, meansTheSame(all, r), "%.40q", text)
		}
	}
}

// TestHugeMessage makes sure that readers with limits are kept within them, and that the rest is still valid.
func TestHugeMessage(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("<\n#", 50_000)
	r := &lint.Result{Diagnostics: []lint.Diagnostic{{Rule: "a-b", Severity: lint.Error, Finding: lint.Finding{
		Range: source.Range{Position: source.Position{File: "a.yaml", Line: 1, Column: 1}}, Message: huge, Help: huge,
	}}}}
	all, err := writeAll(r, nil)
	require.NoError(t, err)
	require.NoError(t, checker{}.checkAll(all, r))
	assert.Less(t, len(all["github"]), 128<<10)
	assert.Less(t, len(all["markdown"]), 64<<10)
}

// FuzzFormats looks for texts and places that make a report malformed, or say something else than the result does.
func FuzzFormats(f *testing.F) {
	for i, text := range hostileTexts() {
		if len(text) < 1000 {
			f.Add(text, "a-b", "message", "", text, byte(i), 2, 3, 1, 1)
			f.Add("a.yaml", text, text, text, "a: b\n\uFEFFc: \U0001F600\n", byte(i), 1, i, 3, 5)
		}
	}
	f.Fuzz(func(t *testing.T, file, rule, message, help, content string, kind byte, line, column, offset, length int) {
		offset, length = offset&0xff, length&0xff // a linter knows where a file begins
		at := source.Range{
			Position: source.Position{Line: line, Column: column}, EndLine: line + int(kind%3), EndColumn: column + length, Offset: offset, EndOffset: offset + length,
		}
		o := &report.Options{}
		if kind&8 != 0 {
			o.Open = fstest.MapFS{file: {Data: []byte(content)}, "a.yaml": {Data: []byte(content)}}
		}
		r := hostileResult(file, rule+"r", message+"m", help, lint.Info+lint.Severity(kind%3), at)
		all, err := writeAll(r, o)
		require.NoError(t, err)
		require.NoError(t, checker{noSchemas: kind&48 != 0}.checkAll(all, r))
		require.NoError(t, meansTheSame(all, r))
	})
}

// meansTheSame reads the first message back from formats that keep it, and compares.
func meansTheSame(all map[string][]byte, r *lint.Result) error {
	d := &r.Diagnostics[0]
	full := d.Message
	if d.Help != "" {
		full += "\nhelp: " + d.Help
	}
	for name, want := range map[string]string{
		"json": string([]rune(d.Message)), "gitlab": clean(d.Message), "rdjson": clean(full), "checkstyle": clean(full), "github": clean(d.Message),
	} {
		got, err := firstMessage(name, all[name])
		if err != nil {
			return err
		}
		if name == "github" { // which goes on with the related place, and is cut when it is very long
			want = want[:min(len(want), 30_000)]
			got = got[:min(len(want), len(got))]
		}
		if got != want {
			return errors.New(name + " says " + got + " for " + want)
		}
	}
	return nil
}

func firstMessage(format string, data []byte) (string, error) {
	var err error
	switch format {
	case "json":
		var out struct{ Findings []struct{ Message string } }
		err = json.Unmarshal(data, &out)
		return out.Findings[0].Message, err
	case "gitlab":
		var out []struct{ Description string }
		err = json.Unmarshal(data, &out)
		return out[0].Description, err
	case "rdjson":
		var out struct{ Diagnostics []rdDiagnostic }
		err = json.Unmarshal(data, &out)
		return out.Diagnostics[0].Message, err
	case "checkstyle":
		var out struct {
			Files []struct {
				Errors []struct {
					Message string `xml:"message,attr"`
				} `xml:"error"`
			} `xml:"file"`
		}
		err = xml.Unmarshal(data, &out)
		for _, file := range out.Files {
			for _, e := range file.Errors {
				return e.Message, err
			}
		}
		return "", err
	}
	line, _, _ := strings.Cut(string(data), "\n")
	c, ok := readCommand(line)
	if !ok {
		return "", errors.New("no command")
	}
	return c.data, nil
}

// clean is what people are shown of a text.
func clean(text string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(text, "\r\n", "\n") {
		switch {
		case r == '\n' || r == '\t':
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029,
			r == 0xfeff, r == 0xfffe, r == 0xffff:
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

// TestLogsWithColour makes sure that colours do not bring back what was taken out.
func TestLogsWithColour(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		r := hostileResult(text, "a-b", text, text, lint.Error, source.Range{Position: source.Position{Line: 1, Column: 1}, EndLine: 1, EndColumn: 2})
		all, err := writeAll(r, &report.Options{Color: true, Open: fstest.MapFS{"a.yaml": {Data: []byte(text)}}})
		require.NoError(t, err)
		plain := strings.NewReplacer("\x1b[1m", "", "\x1b[2m", "", "\x1b[1;31m", "", "\x1b[1;34m", "", "\x1b[0m", "").Replace(string(all["text"]))
		assert.NoError(t, inLog("text", []byte(plain)), "%.40q", text)
	}
}
