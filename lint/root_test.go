package lint_test

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/source"
)

// recipes are what an imaginary cook begins with: recipe.yaml, whose lines "use: NAME" lead to other files.
var recipes = &lint.Tool{Name: "recipe", Matches: func(name string) bool { return path.Base(name) == "recipe.yaml" }}

// recipeRule reports every line of a recipe, and of all that it uses, that has salt in it.
func recipeRule() *lint.Rule {
	every := lint.Levels{Recommended: lint.Warning, GoldenPath: lint.Warning, Strict: lint.Warning}
	return &lint.Rule{Name: "recipe-salt", Levels: every, Tool: recipes, Root: func(_ context.Context, p *lint.RootPass) {
		seen := p.Share("seen", func() any { return map[string]bool{} }).(map[string]bool)
		taste(p, p.Name, seen)
	}}
}

func taste(p *lint.RootPass, name string, seen map[string]bool) {
	text := p.Text(name)
	if seen[name] || text == nil {
		return
	}
	seen[name] = true
	p.Member(name)
	for n := 1; n <= text.Lines(); n++ {
		line := strings.TrimRight(text.Line(n), "\r")
		start := text.LineStart(n)
		if other, ok := strings.CutPrefix(line, "use: "); ok {
			taste(p, path.Join(path.Dir(name), other), seen)
		}
		if i := strings.Index(line, "salt"); i >= 0 {
			at := text.Range(start+i, start+i+len("salt"))
			f := lint.Finding{Range: at, Message: "salt in " + p.Name}
			if strings.HasPrefix(line, "secret") {
				f.Secret = &at
			}
			if strings.HasPrefix(line, "part") {
				f.Fixes = []lint.Fix{{Message: "divide", Safe: true, Reshapes: true, Edits: []lint.Edit{lint.Replace(text.Range(start, start+len(line)), "---\na: b")}}}
			}
			p.Report(f)
		}
	}
}

func cook(t *testing.T, c *lint.Config, files map[string]string, asked ...string) *lint.Result {
	t.Helper()
	l := lint.Linter{Rules: []*lint.Rule{recipeRule()}, Config: c}
	r, err := l.Run(t.Context(), mapFS(files), asked)
	require.NoError(t, err)
	require.NoError(t, r.Errors.Err())
	return r
}

func mapFS(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// places returns where the findings are, and what they say.
func places(ds []lint.Diagnostic) []string {
	var out []string
	for _, d := range ds {
		out = append(out, fmt.Sprintf("%s %s", d.Range.Position, d.Message))
	}
	return out
}

func TestRoots(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		asked []string
		want  []string
	}{
		{
			name:  "a finding in the root",
			files: map[string]string{"recipe.yaml": "a: salt\n"}, asked: []string{"recipe.yaml"},
			want: []string{"recipe.yaml:1:4 salt in recipe.yaml"},
		},
		{
			name:  "a finding in a file that it leads to",
			files: map[string]string{"recipe.yaml": "use: x/soup.yaml\n", "x/soup.yaml": "b: c\na: salt\n"}, asked: []string{"recipe.yaml"},
			want: []string{"x/soup.yaml:2:4 salt in recipe.yaml"},
		},
		{
			name:  "comments there, of a line and of a file",
			files: map[string]string{"recipe.yaml": "use: soup.yaml\n---\nuse: stew.yaml\n", "soup.yaml": "a: salt # catalog-lint: ignore=recipe-salt -- it must be\nb: salt\n", "stew.yaml": "# catalog-lint: ignore-file=recipe-salt -- so\na: salt\n"},
			asked: []string{"recipe.yaml"}, want: []string{"soup.yaml:2:4 salt in recipe.yaml"},
		},
		{
			name:  "a root that is a part of another",
			files: map[string]string{"recipe.yaml": "use: x/recipe.yaml\n", "x/recipe.yaml": "a: salt\n"}, asked: []string{"recipe.yaml", "x/recipe.yaml"},
			want: []string{"x/recipe.yaml:1:4 salt in recipe.yaml"},
		},
		{
			name:  "the part alone",
			files: map[string]string{"recipe.yaml": "use: x/recipe.yaml\n", "x/recipe.yaml": "a: salt\n"}, asked: []string{"x/recipe.yaml"},
			want: []string{"x/recipe.yaml:1:4 salt in x/recipe.yaml"},
		},
		{
			name:  "roots that lead to each other: the first is kept",
			files: map[string]string{"a/recipe.yaml": "use: ../b/recipe.yaml\n", "b/recipe.yaml": "use: ../a/recipe.yaml\na: salt\n"},
			asked: []string{"b/recipe.yaml", "a/recipe.yaml"}, want: []string{"b/recipe.yaml:2:4 salt in a/recipe.yaml"},
		},
		{
			name:  "a file that two lead to",
			files: map[string]string{"a/recipe.yaml": "use: ../s.yaml\n", "b/recipe.yaml": "use: ../s.yaml\n", "s.yaml": "a: salt\n"},
			asked: []string{"a/recipe.yaml", "b/recipe.yaml"}, want: []string{"s.yaml:1:4 salt in a/recipe.yaml", "s.yaml:1:4 salt in b/recipe.yaml"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, places(cook(t, nil, tt.files, tt.asked...).Diagnostics))
		})
	}
}

func TestRootIsNoCatalogFile(t *testing.T) {
	t.Parallel()
	r := cook(t, nil, map[string]string{"recipe.yaml": "use: soup.yaml\n", "soup.yaml": "a: {{ no YAML\n"}, "recipe.yaml")
	assert.Equal(t, lint.Stats{Files: 2, Bytes: 29}, r.Stats)
	assert.Equal(t, []string{"recipe.yaml", "soup.yaml"}, r.Files)
	assert.Empty(t, r.Diagnostics)
}

func TestRootExcludes(t *testing.T) {
	t.Parallel()
	files := map[string]string{"recipe.yaml": "use: x/soup.yaml\n---\na: salt\n", "x/soup.yaml": "a: salt\n"}
	r := cook(t, &lint.Config{Exclude: []string{"x/**", "recipe.yaml"}}, files, "recipe.yaml")
	assert.Equal(t, []string{"recipe.yaml:3:4 salt in recipe.yaml"}, places(r.Diagnostics), "what is asked for by name is looked at all the same")
	assert.Equal(t, []string{"recipe.yaml"}, r.Files)
}

func TestRootSecret(t *testing.T) {
	t.Parallel()
	r := cook(t, nil, map[string]string{"recipe.yaml": "use: soup.yaml\n", "soup.yaml": "secret: salt\n"}, "recipe.yaml")
	assert.Equal(t, []string{"soup.yaml:1:9 *** in recipe.yaml"}, places(r.Diagnostics))
	require.Len(t, r.Secrets, 1)
	assert.Equal(t, "soup.yaml", r.Secrets[0].File)
}

func TestRootFix(t *testing.T) {
	t.Parallel()
	l := lint.Linter{Rules: []*lint.Rule{recipeRule()}}
	fsys := mapFS(map[string]string{"recipe.yaml": "use: soup.yaml\n", "soup.yaml": "part1: salt\npart2: salt\n"})
	fixed, err := l.Fix(t.Context(), fsys, []string{"recipe.yaml"}, false)
	require.NoError(t, err)
	assert.Equal(t, "---\na: b\n---\na: b\n", string(fixed.Files["soup.yaml"]), "documents are divided, one fix after the other")
	assert.Equal(t, map[string]int{"soup.yaml": 2}, fixed.Applied)
}

func TestTools(t *testing.T) {
	t.Parallel()
	l := lint.Linter{Rules: []*lint.Rule{recipeRule(), {Name: "acme-other", Entity: func(*lint.EntityPass) {}}}}
	tools, err := l.Tools()
	require.NoError(t, err)
	assert.Equal(t, []*lint.Tool{recipes}, tools)

	l.Config = &lint.Config{Rules: map[string]lint.RuleConfig{"recipe-salt": {Severity: lint.Off}}}
	tools, err = l.Tools()
	require.NoError(t, err)
	assert.Empty(t, tools, "nobody looks at them")
	r, err := l.Run(t.Context(), mapFS(map[string]string{"recipe.yaml": "a: salt\n"}), []string{"recipe.yaml"})
	require.NoError(t, err)
	assert.Empty(t, r.Diagnostics)

	l.Config = &lint.Config{Preset: "none"}
	_, err = l.Tools()
	require.Error(t, err)
}

func TestRootFS(t *testing.T) {
	t.Parallel()
	files := map[string]string{"recipe.yaml": "a: b\n", "x/soup.yaml": "c: d\n", "x/large.yaml": strings.Repeat("#", 4<<20+1)}
	var problems []string
	check := func(_ context.Context, p *lint.RootPass) {
		say := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
		if err := fstest.TestFS(p.FS(), "recipe.yaml"); err == nil || !strings.Contains(err.Error(), "large") {
			say("the file system is none, or reads what is too large: %v", err)
		}
		if p.Text("x/large.yaml") != nil || p.Text("nowhere") != nil || p.Text("../x") != nil {
			say("a text of what cannot be read")
		}
		if names, err := fs.Glob(p.FS(), "x/*.yaml"); err != nil || len(names) != 2 {
			say("%v %v", names, err)
		}
		data, err := fs.ReadFile(p.FS(), "x/soup.yaml")
		if err != nil || len(data) == 0 {
			say("%v", err)
			return
		}
		data[0] = 'x'
		if string(p.Text("x/soup.yaml").Data) != files["x/soup.yaml"] {
			say("a reader can change what others read")
		}
	}
	rule := &lint.Rule{Name: "recipe-files", Tool: recipes, Root: check}
	r, err := (&lint.Linter{Rules: []*lint.Rule{rule}}).Run(t.Context(), mapFS(files), []string{"recipe.yaml"})
	require.NoError(t, err)
	require.NoError(t, r.Errors.Err())
	assert.Empty(t, problems)
}

func TestRootReportf(t *testing.T) {
	t.Parallel()
	rule := &lint.Rule{Name: "recipe-many", Tool: recipes, Root: func(_ context.Context, p *lint.RootPass) {
		for i := range 1000 {
			at := p.Text(p.Name).Range(0, 1)
			at.Line = i + 1
			p.Reportf(at, "%d", i)
		}
		p.Member("../out", p.Name, "m.yaml", "./m.yaml")
		panic("broken")
	}}
	l := lint.Linter{Rules: []*lint.Rule{rule}}
	r, err := l.Run(t.Context(), mapFS(map[string]string{"recipe.yaml": "a: b\n", "m.yaml": ""}), []string{"recipe.yaml"})
	require.NoError(t, err)
	assert.Equal(t, []string{"m.yaml", "recipe.yaml"}, r.Files)
	assert.Len(t, r.Diagnostics, 101)
	assert.Equal(t, source.Position{File: "recipe.yaml"}, r.Errors[0].Pos)
	assert.ErrorContains(t, r.Errors, "rule recipe-many broke: broken")
}

func TestValidateRoot(t *testing.T) {
	t.Parallel()
	check := func(context.Context, *lint.RootPass) {}
	for _, r := range []*lint.Rule{
		{Name: "recipe-a", Doc: readerPage, Root: check},
		{Name: "recipe-a", Doc: readerPage, Root: check, Tool: &lint.Tool{Name: "recipe"}},
		{Name: "recipe-a", Doc: readerPage, Tool: recipes, Entity: func(*lint.EntityPass) {}},
	} {
		require.ErrorContains(t, lint.Validate([]*lint.Rule{r}), "a Root check has the Tool that it is about")
	}
}
