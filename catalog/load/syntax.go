package load

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// syntax reports a document that is no YAML. Beside the first fault, which is all that Backstage reports, it reports
// those that cannot be its consequence.
func (in *ingestion) syntax(y *yamlsrc.Document) {
	for i, e := range y.Errors {
		if i > 0 && !isIndependent(e.Code) || i >= mostProblems {
			continue
		}
		end := e.End
		if e.Code == codeDuplicateKey {
			end = max(end, e.Start+len(in.keyAt(e)))
		}
		p := Problem{Stage: StageYAML, Range: in.text.Range(e.Start, end)}
		p.Rule, p.Message, p.Help = in.explainSyntax(e)
		words := ""
		if in.clean() {
			words = in.syntaxProblemWords(e)
		}
		in.add(p, words)
	}
}

// isIndependent reports whether a fault of this kind stands for itself wherever it occurs.
func isIndependent(code string) bool {
	switch code {
	case codeDuplicateKey, codeBadEscape, codeBadStart:
		return true
	}
	return false
}

// The codes of Backstage's YAML library that are explained.
const (
	codeDuplicateKey = "DUPLICATE_KEY"
	codeBadEscape    = "BAD_DQ_ESCAPE"
	codeBadStart     = "BAD_SCALAR_START"
	codeTab          = "TAB_AS_INDENT"
	codeBadAlias     = "BAD_ALIAS"
	codeCompactMap   = "BLOCK_AS_IMPLICIT_KEY"
	codeMissingChar  = "MISSING_CHAR"
	codeBadIndent    = "BAD_INDENT"
	codeMultiline    = "MULTILINE_IMPLICIT_KEY"
)

func (in *ingestion) explainSyntax(e yamlsrc.Error) (rule, message, help string) {
	rule, message = ruleYAMLSyntax, lowerFirst(e.Message)
	switch {
	case strings.Contains(in.around(e), "{%"):
		return rule, "{% … %} is a template's, not YAML: " + isSkeleton, helpSkeleton
	case e.Code == codeDuplicateKey:
		return ruleYAMLDuplicateKey, fmt.Sprintf("key %s occurs a second time in this mapping", quote(strings.Trim(in.keyAt(e), `"'`))),
			"remove one of the two"
	case strings.HasPrefix(e.Message, "Excessive alias count"):
		return ruleYAMLAliasLimit, "too many aliases: Backstage takes at most 100 in a file, counting each time one is expanded",
			"write the values out"
	case strings.HasPrefix(e.Message, "Maximum call stack"):
		return rule, "mappings and lists lie too deeply in each other here: Backstage's reader gives up after about a thousand levels",
			"take some of the levels out"
	case strings.HasPrefix(e.Message, "Unresolved alias"):
		return rule, fmt.Sprintf("%s refers to an anchor that is not set before it in this document", quote("*"+lastWord(e.Message))),
			"put the value in quotes if it is meant as a text"
	case e.Code == codeBadStart:
		return rule, fmt.Sprintf("a text without quotes cannot begin with %q", lastWord(e.Message)), "put the value in quotes"
	case e.Code == codeTab:
		return rule, "a tab is used to indent", "indent with spaces"
	case e.Code == codeCompactMap:
		return rule, "a second \": \" in the line: " + message, "put the value in quotes"
	case e.Code == codeBadEscape:
		return rule, message, "write \\\\ for a backslash, or use single quotes"
	case strings.HasPrefix(e.Message, "Missing closing "):
		return rule, "a text in quotes does not end", "look for the quote that is not closed"
	}
	return rule, message, syntaxHelp(e)
}

func syntaxHelp(e yamlsrc.Error) string {
	switch e.Code {
	case codeMissingChar:
		return "look for a quote or bracket that is not closed, or a missing space after \":\" or before \"#\""
	case codeBadIndent:
		if strings.HasPrefix(e.Message, "Flow ") {
			return "look for a bracket that is not closed"
		}
		return "let the members of a mapping, and the items of a list, begin in the same column"
	case codeMultiline:
		return "look for a missing \":\" after a key, or for a text of several lines that needs | or quotes"
	}
	return ""
}

// around returns the text before and after a fault in its line, as far as is of interest.
func (in *ingestion) around(e yamlsrc.Error) string {
	const most = 20
	data := in.text.Data
	before, after := data[max(0, e.Start-most):e.Start], data[e.Start:min(e.Start+most, len(data))]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	after, _, _ = bytes.Cut(after, []byte{'\n'})
	return string(before) + string(after)
}

// keyAt returns the key that a fault is at, as it is written, or as much of it as is of interest.
func (in *ingestion) keyAt(e yamlsrc.Error) string {
	const longest = 100
	rest := string(in.text.Data[e.Start:min(e.Start+longest, len(in.text.Data))])
	if rest != "" && strings.ContainsAny(rest[:1], `"'`) {
		if i := strings.IndexByte(rest[1:], rest[0]); i >= 0 {
			return rest[:i+2]
		}
	}
	return strings.TrimRight(rest[:strings.IndexAny(rest+":", ":\n,}")], " ")
}

// syntaxProblemWords returns what Backstage's catalog says of a fault. Aliases that cannot be resolved are no syntax to
// its YAML library: they are found later, as an exception.
func (in *ingestion) syntaxProblemWords(e yamlsrc.Error) string {
	if strings.HasPrefix(e.Message, "Unresolved alias") || strings.HasPrefix(e.Message, "Excessive alias count") {
		return "ReferenceError: " + e.Message
	}
	location := in.address
	if location == "" {
		location = in.text.Name
	}
	return "Error: YAML error at " + in.options.locationType() + ":" + location + ", " + syntaxWords(in.text, e)
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }
