package nunjucks_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

// reads returns what is read as texts: a.b@offset of the last name, … where it goes on.
func readTexts(list []nunjucks.Read) []string {
	var out []string
	for _, r := range list {
		var names []string
		for _, k := range r.Keys {
			names = append(names, k.Name)
		}
		text := strings.Join(names, ".")
		if r.Open {
			text += ".…"
		}
		out = append(out, text)
	}
	return out
}

func names(list []nunjucks.Mention) []string {
	var out []string
	for _, m := range list {
		out = append(out, m.Name)
	}
	return out
}

// TestInspectConditional says which reads depend on a condition: those of the variable no.
func TestInspectConditional(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		"${{ yes }}", "{% if no %}${{ no.a }}{% elif no %}{% else %}${{ no }}{% endif %}${{ yes }}", "${{ no if no else no }}${{ yes }}",
		"${{ no and no }}${{ yes + yes }}", "{% for a in no %}${{ yes }}{% endfor %}", "{% switch no %}{% case no %}${{ no }}{% endswitch %}",
		"${{ yes or yes }}", "{% set a = yes %}",
	} {
		in, err := nunjucks.New(&nunjucks.Options{Dialect: nunjucks.Nunjucks3}).Inspect("", src)
		require.NoError(t, err, src)
		require.NotEmpty(t, in.Reads)
		for _, r := range in.Reads {
			assert.Equal(t, r.Keys[0].Name == "no", r.Conditional, "%s at %d", src, r.Keys[0].Offset)
		}
	}
}

func TestInspect(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src                        string
		reads, filters, functions, calls []string
		dashed                           []string
	}{
		{name: "text", src: "a parameters.b"},
		{name: "members", src: "${{ parameters.a['b'].c }}", reads: []string{"parameters.a.b.c"}},
		{name: "a computed member", src: "${{ a[b.c].d }}", reads: []string{"a.…", "b.c"}},
		{name: "an index", src: "${{ a.b[0].c }}", reads: []string{"a.b.…"}},
		{name: "filters", src: "${{ a | lower | nosuch(b) }}", reads: []string{"a", "b"}, filters: []string{"nosuch", "lower"}},
		{name: "functions and methods", src: "${{ always() and a.b.trim(c) }}", reads: []string{"a.b", "c"}, functions: []string{"always"}, calls: []string{"trim"}},
		{name: "its own variables", src: "{% set x = a %}{% for k, v in b %}${{ x.y }}${{ k }}${{ loop.index }}{% endfor %}", reads: []string{"a", "b"}},
		{name: "a macro", src: "{% macro m(p, q=d) %}${{ p }}${{ q }}{% endmacro %}${{ m(e) }}", reads: []string{"d", "e"}},
		{name: "a test", src: "${{ a is defined and b is divisibleby(c) }}", reads: []string{"a", "b", "c"}},
		{name: "a name with dashes", src: "${{ steps.my-long-id.output.x | dump }}", filters: []string{"dump"},
			reads: []string{"steps.my", "long", "id.output.x"}, dashed: []string{"steps.my-long-id.output.x"}},
		{name: "a subtraction", src: "${{ a.b - c.d }}", reads: []string{"a.b", "c.d"}},
		{name: "branches", src: "{% if a %}${{ b }}{% elif c %}{% else %}${{ d if e else f }}{% endif %}", reads: []string{"a", "b", "c", "e", "d", "f"}},
	}
	env := nunjucks.New(nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in, err := env.Inspect("t", tt.src)
			require.NoError(t, err)
			assert.Equal(t, tt.reads, readTexts(in.Reads))
			assert.Equal(t, tt.filters, names(in.Filters))
			assert.Equal(t, tt.functions, names(in.Functions))
			assert.Equal(t, tt.calls, names(in.Methods))
			assert.Equal(t, tt.dashed, readTexts(in.Dashed))
		})
	}
}

func TestInspectPlaces(t *testing.T) {
	t.Parallel()
	src := "é ${{ steps['a b'].c-d | nosuch }}"
	in, err := nunjucks.New(nil).Inspect("t", src)
	require.NoError(t, err)
	at := func(m nunjucks.Mention) string { return src[m.Offset:m.EndOffset] }
	keys := in.Dashed[0].Keys
	assert.Equal(t, []string{"steps", "a b", "c-d"}, []string{at(keys[0]), at(keys[1]), at(keys[2])})
	assert.True(t, keys[1].Subscript)
	assert.Equal(t, "nosuch", at(in.Filters[0]))
	assert.True(t, in.Filters[0].Undeclared)
	assert.Equal(t, []int{3}, in.Outputs)
}

func TestInspectOptional(t *testing.T) {
	t.Parallel()
	in, err := nunjucks.New(nil).Inspect("t", "${{ a or b }}${{ c | default(d) }}${{ e is defined }}${{ f and g }}")
	require.NoError(t, err)
	var optional []string
	for _, r := range in.Reads {
		if r.Optional {
			optional = append(optional, r.Keys[0].Name)
		}
	}
	assert.Equal(t, []string{"a", "c", "e"}, optional)
}

func TestInspectTruth(t *testing.T) {
	t.Parallel()
	tests := []struct {
		src       string
		want      nunjucks.Truth
		sole, tag bool
	}{
		{src: "${{ a }}", sole: true},
		{src: "${{ a == 'x' or 'y' }}", want: nunjucks.Always, sole: true},
		{src: "${{ a and (false) }}", want: nunjucks.Never, sole: true},
		{src: "${{ not '' }}", want: nunjucks.Always, sole: true},
		{src: "${{ [] }}", want: nunjucks.Never, sole: true},
		{src: "${{ {} }}", want: nunjucks.Always, sole: true},
		{src: "${{ a }} ", want: nunjucks.Unknown},
		{src: "{% if a %}x{% endif %}", tag: true},
		{src: "", want: nunjucks.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			in, err := nunjucks.New(nil).Inspect("t", tt.src)
			require.NoError(t, err)
			assert.Equal(t, tt.want, in.Truth)
			assert.Equal(t, tt.sole, in.Sole)
			assert.Equal(t, tt.tag, in.Tag)
		})
	}
}

func TestInspectError(t *testing.T) {
	t.Parallel()
	_, err := nunjucks.New(nil).Inspect("t", "${{ a && b }}")
	var e *nunjucks.Error
	require.ErrorAs(t, err, &e)
	assert.True(t, e.Syntax)
}

// FuzzInspect inspects texts: no panic, and every place lies within the text.
func FuzzInspect(f *testing.F) {
	for _, seed := range []string{
		"${{ a.b-c.d | x(y) }}", "{% for a, b in c %}${{ a['b'][0].e() }}{% endfor %}", "{% macro m(a, b=c) %}{% endmacro %}", "${{ a . b }}",
		"{% set a %}x{% endset %}${{ not a or [] and {} }}", "${{ a is divisibleby(b) }}", "${{ (a, b)['c'] }}", "${{ a.é-b }}", "${{ a['x\\'y']-b }}",
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, src string, old bool) {
		o := &nunjucks.Options{}
		if old {
			o.Dialect = nunjucks.Nunjucks3
		}
		in, err := nunjucks.New(o).Inspect("t", src)
		if err != nil || !utf8.ValidString(src) {
			return
		}
		for _, r := range append(in.Reads, in.Dashed...) {
			require.NotEmpty(t, r.Keys)
			for _, k := range r.Keys {
				assert.True(t, 0 <= k.Offset && k.Offset <= len(src), "%s at %d", k.Name, k.Offset)
			}
		}
	})
}
