package decode_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/internal/decode"
	"github.com/goldenpath-go/goldenpath/internal/yamlsrc"
)

type sample struct {
	Word  string           `yaml:"word" enum:"one,two"`
	Count int              `yaml:"count"`
	Ratio float64          `yaml:"ratio"`
	On    bool             `yaml:"on"`
	List  []string         `yaml:"list"`
	Map   map[string]inner `yaml:"map"`
	Deep  *inner           `yaml:"deep"`
}

type inner struct {
	Word  string `yaml:"word"`
	Count int    `yaml:"count"`
}

// read decodes text over into and returns the errors.
func read(text string, into *sample) string {
	stream := yamlsrc.Parse("a.yaml", []byte(text))
	d := decode.Decoder{Text: stream.Text, DidYouMean: func(string, []string) string { return "?" }}
	if root := d.Root(stream, "a sample"); root != nil {
		d.Decode(root, reflect.ValueOf(into).Elem(), "")
	}
	return d.Errs.Error()
}

func TestDecode(t *testing.T) {
	t.Parallel()
	s := sample{Word: "two", Count: 1, List: []string{"x"}}
	errs := read("count: 3\nratio: 0.5\non: true\nlist: [a, 5]\nmap: {k: {word: one}}\ndeep: {count: 7}\n", &s)
	assert.Empty(t, errs)
	assert.Equal(t, sample{
		Word: "two", Count: 3, Ratio: 0.5, On: true, List: []string{"a", "5"},
		Map: map[string]inner{"k": {Word: "one"}}, Deep: &inner{Count: 7},
	}, s)
}

func TestDecodeReportsEverything(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"keys and types", "wrd: one\nword: three\ncount: 1.5\non: 1\nlist: {}\nmap: {k: [1]}\ndeep: {count: x}\n",
			"a.yaml:1:1: unknown key \"wrd\"?\na.yaml:2:7: \"three\" is none of one, two?\na.yaml:3:8: a whole number is wanted here, not the number 1.5\n" +
				"a.yaml:4:5: true or false is wanted here, not the number 1\na.yaml:5:7: a list is wanted here, not a mapping\n" +
				"a.yaml:6:10: a mapping is wanted here, not a list\na.yaml:7:15: a whole number is wanted here, not \"x\""},
		{"an empty item", "list: [a, ]\ncount:\n", ""},
		{"nothing", "---\n", ""},
		{"two documents", "count: 1\n---\ncount: 2\n", "a.yaml:3:1: a sample is one document"},
		{"no mapping", "[1]\n", "a.yaml:1:1: a mapping is wanted here, not a list"},
		{"syntax", "a: [\n", "a.yaml:2:1: Flow sequence in block collection must be sufficiently indented and end with a ]"},
		{"recursive", "&a {deep: *a}\n", "a.yaml:1:1: an anchor contains itself"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, read(tt.text, &sample{}))
		})
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	assert.NoError(t, decode.Check(reflect.TypeFor[sample]()))
	for _, bad := range []reflect.Type{
		reflect.TypeFor[chan int](), reflect.TypeFor[map[int]string](), reflect.TypeFor[struct{ A int }](), reflect.TypeFor[[]struct {
			A func() `yaml:"a"`
		}](),
	} {
		assert.Error(t, decode.Check(bad), bad)
	}
}
