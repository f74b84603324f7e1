package dialect_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

func TestValue(t *testing.T) {
	t.Parallel()
	values := scaffold.NewObject("parameters", scaffold.NewObject("n", 4, "b", scaffold.NewObject("z", 1, "a", 2), "url", "github.com?owner=o&repo=r"))
	tests := []struct {
		text    string
		dialect nunjucks.Dialect
		want    any
	}{
		{"plain", nunjucks.Backstage4, "plain"},
		{"${{ parameters.n / 2 }}", nunjucks.Backstage4, 2.0},
		{"n=${{ parameters.n }}", nunjucks.Backstage4, "n=4"},
		{"${{ parameters.none }}", nunjucks.Backstage4, scaffold.Undefined{}},
		{"${{ parameters.b }}", nunjucks.Backstage4, scaffold.NewObject("z", 1, "a", 2)},
		{"${{ [parameters.n, none] }}", nunjucks.Backstage4, []any{4.0, nil}},
		{"${{ parameters.url | projectSlug }}", nunjucks.Backstage4, "o/r"},
		{"", nunjucks.Backstage4, ""},
		{"", nunjucks.Nunjucks3, scaffold.Undefined{}},
		{"{% if true %}5{% endif %}", nunjucks.Backstage4, "5"},
		{"{% if true %}5{% endif %}", nunjucks.Nunjucks3, 5.0},
		{"${{ parameters.n == 4 && 'four' || 'other' }}", nunjucks.Extended, "four"},
	}
	for _, tt := range tests {
		t.Run(tt.dialect.String()+" "+tt.text, func(t *testing.T) {
			t.Parallel()
			got, err := dialect.New(tt.dialect, nil).Value(t.Context(), tt.text, values, nil)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	r := dialect.New(nunjucks.Backstage4, nil)
	for text, want := range map[string]string{
		"${{ x | nope }}": "1:9",
		"a\n${{ 'x.example.com?owner=a' | parseRepoUrl }}": `template filter "parseRepoUrl" failed`,
		"${{ 1 && 2 }}": "1:",
	} {
		_, err := r.Value(t.Context(), text, &scaffold.Object{}, nil)
		require.ErrorIs(t, err, scaffold.ErrRender, text)
		require.ErrorContains(t, err, want)
		_, err = r.Text(t.Context(), "a.txt", text, &scaffold.Object{}, scaffold.TextOptions{})
		require.ErrorIs(t, err, scaffold.ErrRender, text)
		require.ErrorContains(t, err, "a.txt:")
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	r := dialect.New(nunjucks.Backstage4, nil)
	values := scaffold.NewObject("values", scaffold.NewObject("a", "x"), "cookiecutter", scaffold.NewObject("a", "y"))
	const text = "  {% if true %}\n${{ values.a }}{{ cookiecutter.a }}\n{% endif %}"
	for want, o := range map[string]scaffold.TextOptions{
		"  \nx{{ cookiecutter.a }}\n": {},
		"  x{{ cookiecutter.a }}\n":   {TrimBlocks: true},
		"\nx{{ cookiecutter.a }}\n":   {LstripBlocks: true},
		"  \n$y\n":                    {Cookiecutter: true},
	} {
		text, in := text, values
		if o.Cookiecutter {
			text = "  {% if true %}\n${{ cookiecutter.a }}\n{% endif %}"
		}
		got, err := r.Text(t.Context(), "a", text, in, o)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

func ExampleRenderer_Value() {
	r := dialect.New(nunjucks.Backstage4, nil)
	values := scaffold.NewObject("parameters", scaffold.NewObject("replicas", 3))
	v, err := r.Value(context.Background(), "${{ parameters.replicas > 2 }}", values, nil)
	fmt.Println(v, err)
	// Output: true <nil>
}
