package yamlsrc_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

// answer is what the JavaScript library says of one input; see testdata/README.md.
type answer struct {
	In   string      `json:"in"`
	Docs []docAnswer `json:"docs"`
}

type docAnswer struct {
	JSON    string `json:"json,omitempty"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
	At      int    `json:"at,omitempty"`
	Abort   string `json:"abort,omitempty"`
}

// TestAnswers holds the reader against recorded answers: verdicts, values, the first error and its place.
func TestAnswers(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/answers.jsonl")
	require.NoError(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	n := 0
	for ; lines.Scan(); n++ {
		var want answer
		require.NoError(t, json.Unmarshal(lines.Bytes(), &want))
		if !assert.Equal(t, want.Docs, answersOf(yamlsrc.Parse("in.yaml", []byte(want.In))), "%q", want.In) {
			break
		}
	}
	require.NoError(t, lines.Err())
	t.Logf("%d inputs read as the JavaScript library reads them", n)
	assert.GreaterOrEqual(t, n, 8000)
}

func answersOf(s *yamlsrc.Stream) []docAnswer {
	answers := make([]docAnswer, 0, len(s.Docs))
	for i, d := range s.Docs {
		switch {
		case s.Abort && i == len(s.Docs)-1:
			answers = append(answers, docAnswer{Abort: d.Errors[0].Message})
		case len(d.Errors) > 0:
			e := d.Errors[0]
			answers = append(answers, docAnswer{Code: e.Code, Message: e.Message, At: min(e.Start, len(s.Text.Data))})
		case d.Recursive:
			answers = append(answers, docAnswer{JSON: "<circular>"})
		default:
			var b strings.Builder
			writeJSON(&b, d.Root)
			answers = append(answers, docAnswer{JSON: b.String()})
		}
	}
	return answers
}

// writeJSON writes n as JavaScript's JSON does, members in their order.
func writeJSON(b *strings.Builder, n *tree.Node) {
	switch {
	case n == nil || n.Kind == tree.Null:
		b.WriteString("null")
	case n.Kind == tree.Bool:
		fmt.Fprint(b, n.Bool)
	case n.Kind == tree.Number:
		b.WriteString(numberText(n.Number))
	case n.Kind == tree.String:
		b.WriteString(quoted(n.Text))
	case n.Kind == tree.Set:
		b.WriteString("<Set>")
	case n.Kind == tree.Array:
		for i, item := range n.Items {
			b.WriteString(separator("[,", i))
			writeJSON(b, item)
		}
		b.WriteString(closing("[]", len(n.Items)))
	default:
		for i, f := range n.Fields {
			b.WriteString(separator("{,", i) + quoted(f.Name) + ":")
			writeJSON(b, f.Value)
		}
		b.WriteString(closing("{}", len(n.Fields)))
	}
}

func separator(signs string, i int) string { return signs[min(i, 1):][:1] }

func closing(signs string, n int) string { return signs[min(n, 1):] }

func numberText(f float64) string {
	switch {
	case math.IsNaN(f):
		return "<NaN>"
	case math.IsInf(f, 1):
		return "<Infinity>"
	case math.IsInf(f, -1):
		return "<-Infinity>"
	case f == 0 && math.Signbit(f):
		return "-0"
	}
	return tree.FormatNumber(f)
}

func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string and a builder cannot fail
	return strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029").Replace(strings.TrimSuffix(b.String(), "\n"))
}

// FuzzParse checks what holds of every input: no panic, every range within the file and within the value around it.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"a: b\n", "- 1\n- [x, {y: z}]\n", "a: |\n  text\n\nb: >-\n  folded\n", "%YAML 1.1\n---\na: yes\n", "a: &x [1]\nb: *x\n",
		"{{ x }}", "\ufeffa: 1\r\nb:\t2\r\n", "? [a]\n: b\n", "a: 'it''s'\nb: \"\\u00e9\\\n  c\"\n", "---\n---\n...\n# c\n", "a: !!set {b, c}\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := yamlsrc.Parse("fuzz.yaml", data)
		for _, d := range s.Docs {
			for _, e := range d.Errors {
				require.NotEmpty(t, e.Code)
				require.LessOrEqual(t, 0, e.Start)
				require.LessOrEqual(t, e.Start, e.End)
			}
			if d.Root != nil && !d.Recursive {
				checkRanges(t, d.Root, 0, len(data))
			}
		}
		again := yamlsrc.Parse("fuzz.yaml", data)
		require.Equal(t, answersOf(s), answersOf(again))
	})
}

func checkRanges(t *testing.T, n *tree.Node, from, to int) {
	t.Helper()
	require.LessOrEqual(t, from, n.Start)
	require.LessOrEqual(t, n.Start, n.End)
	require.LessOrEqual(t, n.End, to)
	if n.Aliased {
		return // what is inside stands where the anchor is
	}
	for _, item := range n.Items {
		checkRanges(t, item, n.Start, n.End)
	}
	for _, f := range n.Fields {
		require.LessOrEqual(t, f.KeyStart, f.KeyEnd)
		checkRanges(t, f.Value, n.Start, n.End)
	}
}
