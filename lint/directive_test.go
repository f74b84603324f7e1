package lint_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/lint"
)

func TestParseDirective(t *testing.T) {
	t.Parallel()
	day := time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		text   string
		names  []string
		file   bool
		until  time.Time
		reason string
		fault  string
	}{
		{text: " ignore=tag-format", names: []string{"tag-format"}},
		{text: "ignore=tag-format", names: []string{"tag-format"}},
		{text: " ignore=a-b,c-d, e-f -- why not", names: []string{"a-b", "c-d", "e-f"}, reason: "why not"},
		{text: " ignore-file=a-b -- generated", names: []string{"a-b"}, file: true, reason: "generated"},
		{text: " ignore=a-b until=2027-01-31", names: []string{"a-b"}, until: day},
		{text: " ignore=a-b until=2027-01-31 -- soon", names: []string{"a-b"}, until: day, reason: "soon"},
		{text: " ignore=a-b -- soon until=2027-01-31", names: []string{"a-b"}, until: day, reason: "soon"},
		{text: " ignore=a-b -- until=2027-01-31", names: []string{"a-b"}, until: day, fault: "the reason after -- is missing"},
		{text: " ignore=a-b -- until it works", names: []string{"a-b"}, reason: "until it works"},
		{text: " ignore=a-b -- one -- two", names: []string{"a-b"}, reason: "one -- two"},
		{text: " ignore=a-b --", names: []string{"a-b"}, fault: "the reason after -- is missing"},
		{text: " ignore=a-b until=tomorrow", names: []string{"a-b"}, fault: "write the last day as until=2027-01-31"},
		{text: " ignore=a-b until=2027-02-30", names: []string{"a-b"}, fault: "write the last day as until=2027-01-31"},
		{text: " ignore=", fault: "the name of a rule is missing"},
		{text: " ignore=a-b,,c-d", names: []string{"a-b", "c-d"}, fault: "the name of a rule is missing"},
		{text: " ignore=a-b because", fault: "write only names of rules, with commas between them; a reason comes after --"},
		{text: " ignore=A_b", fault: "write only names of rules, with commas between them; a reason comes after --"},
		{text: " ignroe=a-b", fault: "write ignore=RULE or ignore-file=RULE after catalog-lint:"},
		{text: "", fault: "write ignore=RULE or ignore-file=RULE after catalog-lint:"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			d := lint.ParseDirective(tt.text)
			var names []string
			for _, n := range d.Names {
				names = append(names, n.Name)
				assert.Equal(t, n.Name, tt.text[n.Start:n.End])
			}
			assert.Equal(t, tt.names, names)
			assert.Equal(t, tt.file, d.File)
			assert.Equal(t, tt.until, d.Until)
			assert.Equal(t, tt.reason, d.Reason)
			assert.Equal(t, tt.fault, d.Fault)
		})
	}
}

func FuzzParseDirective(f *testing.F) {
	for _, seed := range []string{"", " ignore=a-b,c-d -- why", "ignore-file=a until=2027-01-31 -- x", "ignore=a -- b until=2027-1-1", "ignore=,, --"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := lint.ParseDirective(text)
		if d.Fault == "" && len(d.Names) == 0 {
			t.Errorf("%q: neither a name nor a fault", text)
		}
		for _, n := range d.Names {
			if text[n.Start:n.End] != n.Name {
				t.Errorf("%q: %q is not at %d", text, n.Name, n.Start)
			}
		}
	})
}
