package catalogconf

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// Result is how a comparison went.
type Result struct {
	Files          int
	Passed, Failed int // documents
	Accepted       int // documents that Backstage accepts
	Relations      int // relations that Backstage derives from them
	Refused        int // documents that Backstage refuses
	SameField      int // of those refused, where the first fault is of the same field
	SameWords      int // of those refused, where the error text is equal to the letter
	Parsed         int // documents whose reading was compared
}

// String returns the counts in two lines.
func (r Result) String() string {
	return fmt.Sprintf("%d files, %d documents: %d accepted with %d relations, %d refused\n"+
		"first error of the same field: %d of %d, in the same words: %d of %d; reading compared: %d",
		r.Files, r.Passed+r.Failed, r.Accepted, r.Relations, r.Refused, r.SameField, r.Refused, r.SameWords, r.Refused, r.Parsed)
}

// Difference is one way in which a document is not judged as by Backstage.
type Difference struct {
	Document  string // file and index
	What      string // ref, ok, stage, …
	Got, Want any
	Verdict   bool // it counts; false for error texts that only differ in words
}

// String returns the difference in one line, long values in a line each.
func (d Difference) String() string {
	line := fmt.Sprintf("%s: %s: got %v, want %v", d.Document, d.What, d.Got, d.Want)
	if len(line) < 160 {
		return line
	}
	return fmt.Sprintf("%s: %s:\n\tgot  %v\n\twant %v", d.Document, d.What, d.Got, d.Want)
}

// Check compares the answers at path – a .jsonl file, or a folder of such – with what catalog/load says. Files that the
// answers are about lie in the folder files; empty means beside the answers. Differences go to report.
func Check(ctx context.Context, path, files string, report func(Difference)) (Result, error) {
	c := &checker{report: report}
	streams, err := readStreams(path, files)
	if err != nil {
		return c.Result, err
	}
	for _, s := range streams {
		if ctx.Err() != nil {
			break
		}
		c.check(ctx, s)
	}
	return c.Result, ctx.Err()
}

type checker struct {
	Result
	report func(Difference)
}

func (c *checker) check(ctx context.Context, s *stream) {
	c.Files++
	data, err := s.data()
	if err != nil {
		c.differ(s.label, "file", err, "the file that the answers are about")
		c.Failed += len(s.answers)
		return
	}
	file := load.Parse(ctx, s.name, data, &load.Options{BaseURL: s.base})
	if s.complete && len(file.Documents) != len(s.answers) {
		c.differ(s.label, "documents", len(file.Documents), len(s.answers))
		c.Failed += max(1, len(s.answers))
		return
	}
	var trees *yamlsrc.Stream
	if slices.ContainsFunc(s.answers, func(a answer) bool { return a.Parsed != nil }) {
		trees = yamlsrc.Parse(s.name, data)
	}
	for i := range s.answers {
		a := &s.answers[i]
		label := fmt.Sprintf("%s#%d", s.label, a.Doc)
		if a.Doc >= len(file.Documents) {
			c.Failed++
			c.differ(label, "document", "none", "one")
			continue
		}
		same := c.compare(label, file.Documents[a.Doc], a)
		if trees != nil && a.Parsed != nil && !c.compareParsed(label, trees.Docs[a.Doc], a.Parsed) {
			same = false
		}
		c.count(same, a)
	}
}

func (c *checker) count(same bool, a *answer) {
	if same {
		c.Passed++
	} else {
		c.Failed++
	}
	if !a.OK {
		c.Refused++
		return
	}
	c.Accepted++
	c.Relations += len(a.Relations)
}

func (c *checker) differ(label, what string, got, want any) {
	c.report(Difference{Document: label, What: what, Got: got, Want: want, Verdict: true})
}

// compare reports in which ways the document is not judged as the answer says, and whether there are none.
func (c *checker) compare(label string, d *load.Document, a *answer) bool {
	same := true
	check := func(what string, got, want any) {
		if !reflect.DeepEqual(got, want) {
			c.differ(label, what, got, want)
			same = false
		}
	}
	check("ref", d.Ref, deref(a.Ref))
	check("ok", d.OK, a.OK)
	check("stage", string(d.Stage), a.Stage)
	check("placeholders", placeholders(d), known(a.Placeholders))
	if a.OK {
		check("relations", relations(d), sorted(a.Relations))
		check("locations", locations(d), known(a.Locations))
	}
	if a.Allowed != nil {
		check("allowedByDefaultRules", allowed(d), *a.Allowed)
	}
	if len(a.Errors) > 0 {
		return c.compareErrors(label, d, a.Errors[0]) && same
	}
	return same
}

func (c *checker) compareErrors(label string, d *load.Document, want string) bool {
	got := ""
	if len(d.Problems) > 0 {
		got = d.Problems[0].Backstage
	}
	if got == want {
		c.SameWords++
		c.SameField++
		return true
	}
	same := got != "" && field(got) == field(want)
	if same {
		c.SameField++
	}
	c.report(Difference{Document: label, What: "error", Got: got, Want: want, Verdict: !same})
	return same
}

func (c *checker) compareParsed(label string, d *yamlsrc.Document, want json.RawMessage) bool {
	c.Parsed++
	var wanted any
	if err := json.Unmarshal(want, &wanted); err != nil || d.Recursive {
		return err == nil
	}
	if got := asJSON(d.Root); !reflect.DeepEqual(got, wanted) {
		c.differ(label, "parsed", compact(got), strings.TrimSpace(string(want)))
		return false
	}
	return true
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// known makes a list that is left out equal to an empty one.
func known[T any](list []T) []T { return append([]T{}, list...) }
