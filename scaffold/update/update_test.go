package update_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
	"github.com/goldenpath-go/goldenpath/scaffold/update"
)

const templateYAML = `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: {name: go-service}
spec:
  type: service
  parameters:
    required: [name]
    properties:
      name: {type: string}
      port: {type: number, default: 8080}
      token: {type: string, ui:field: Secret}
  steps:
    - {id: files, action: 'fetch:template', input: {url: ./skeleton, values: {name: '${{ parameters.name }}', port: '${{ parameters.port }}'}}}
    - {id: publish, action: 'publish:github', input: {repoUrl: x}}
`

func runner() *scaffold.Runner {
	return &scaffold.Runner{Renderer: dialect.New(nunjucks.Backstage4, nil), Actions: fetch.Actions(nil)}
}

// unpack returns the files of an archive. One that says -> target is a link, one whose name ends in * an executable.
func unpack(archive string) fstest.MapFS {
	out := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name, runs := strings.CutSuffix(f.Name, "*")
		file := &fstest.MapFile{Mode: 0o644, Data: []byte(strings.ReplaceAll(strings.ReplaceAll(string(f.Data), `\0`, "\x00"), `\r`, "\r"))}
		if target, ok := strings.CutPrefix(string(f.Data), "-> "); ok {
			file = &fstest.MapFile{Mode: fs.ModeSymlink | 0o777, Data: []byte(strings.TrimSpace(target))}
		}
		if runs {
			file.Mode = 0o755
		}
		out[name] = file
	}
	return out
}

// write writes the files of an archive into a folder, replacing what is there.
func write(t *testing.T, dir, archive string) {
	t.Helper()
	for name, f := range unpack(archive) {
		to := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755))
		if _, err := os.Lstat(to); err == nil {
			require.NoError(t, os.RemoveAll(to))
		}
		if f.Mode&fs.ModeSymlink != 0 {
			require.NoError(t, os.Symlink(string(f.Data), to))
			continue
		}
		require.NoError(t, os.WriteFile(to, f.Data, f.Mode.Perm()))
	}
}

// read returns the files of a folder as write takes them, without what is this package's own.
func read(t *testing.T, dir string) string {
	t.Helper()
	w, err := scaffold.OpenWorkspace(dir)
	require.NoError(t, err)
	defer func() { _ = w.Close() }()
	files, err := w.Files()
	require.NoError(t, err)
	a := &txtar.Archive{}
	for _, f := range files {
		name, data := f.Path, string(f.Data)
		switch {
		case f.Mode.IsDir(), strings.HasPrefix(name, ".goldenpath/"), strings.HasPrefix(name, ".git/"):
			continue
		case f.Mode&os.ModeSymlink != 0:
			data = "-> " + data
		case f.Mode&0o111 != 0:
			name += "*"
		}
		data = strings.ReplaceAll(strings.ReplaceAll(data, "\x00", `\0`), "\r", `\r`)
		a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(data)})
	}
	return string(txtar.Format(a))
}

// world is a template in folders by version, and what was generated from the first.
type world struct {
	templates fstest.MapFS
	dir       string
	updater   *update.Updater
}

// newWorld makes versions of a template, whose skeletons are archives, and generates from the first.
func newWorld(t *testing.T, skeletons ...string) *world {
	t.Helper()
	w := &world{templates: fstest.MapFS{}, dir: t.TempDir()}
	for i, skeleton := range skeletons {
		version := "v" + string(rune('1'+i))
		w.templates[version+"/skeleton"] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
		w.write(version, "-- template.yaml --\n"+templateYAML)
		w.write(version+"/skeleton", skeleton)
	}
	w.updater = &update.Updater{Runner: runner(), Source: update.Folders{FS: w.templates}}
	w.generate(t, "v1", map[string]any{"name": "payments"})
	return w
}

// write writes the files of an archive into a folder of the templates.
func (w *world) write(folder, archive string) {
	for name, f := range unpack(archive) {
		w.templates[folder+"/"+name] = f
	}
}

// generate runs a version of the template, as a person does who makes a repository with it.
func (w *world) generate(t *testing.T, version string, values map[string]any) {
	t.Helper()
	fsys, err := w.updater.Source.Open(t.Context(), version)
	require.NoError(t, err)
	generate(t, fsys, w.dir, update.Origin{Version: version, Digest: digest(t, w.updater.Source, version)}, values)
}

func digest(t *testing.T, s update.Source, version string) string {
	t.Helper()
	all, err := s.Versions(t.Context())
	require.NoError(t, err)
	for _, v := range all {
		if v.Name == version {
			return v.Digest
		}
	}
	require.Fail(t, "no such version", version)
	return ""
}

func (w *world) plan(t *testing.T, o *update.Options) *update.Update {
	t.Helper()
	x, err := w.updater.Plan(t.Context(), w.dir, o)
	require.NoError(t, err)
	return x
}

func (w *world) apply(t *testing.T, o *update.Options) (*update.Update, *plan.Memory) {
	t.Helper()
	x, journal := w.plan(t, o), &plan.Memory{}
	require.NoError(t, plan.Apply(t.Context(), x.Plan, journal, nil))
	return x, journal
}

// says returns what an update says of its files, a line each.
func says(x *update.Update) string {
	var b strings.Builder
	for _, f := range x.Files {
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}

// TestFiles has what becomes of one file or a few: the skeleton of two versions, what was done here, and what there is then.
func TestFiles(t *testing.T) {
	t.Parallel()
	long := "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n"
	for _, c := range []struct {
		name       string
		v1, v2     string
		here       string // files that are written
		gone       string // a file that is removed
		moved      [2]string
		want, says string
	}{
		{name: "nothing", v1: "-- a --\na\n", v2: "-- a --\na\n", want: "-- a --\na\n"},
		{name: "rendered", v1: "-- ${{ values.name }} --\n${{ values.port }}\n", v2: "-- ${{ values.name }} --\n:${{ values.port }}\n", want: "-- payments --\n:8080\n", says: "payments: updated\n"},
		{name: "new", v1: "-- a --\na\n", v2: "-- a --\na\n-- b/c* --\nb\n", want: "-- a --\na\n-- b/c* --\nb\n", says: "b/c: created\n"},
		{name: "both", v1: "-- a --\n" + long, v2: "-- a --\n0\n" + long, here: "-- a --\n" + long + "9\n", want: "-- a --\n0\n" + long + "9\n", says: "a: merged\n"},
		{name: "edited here only", v1: "-- a --\na\n", v2: "-- a --\na\n", here: "-- a --\nb\n", want: "-- a --\nb\n"},
		{
			name: "conflict", v1: "-- a --\na\nb\n", v2: "-- a --\nx\nb\n", here: "-- a --\ny\nb\n",
			want: "-- a --\n<<<<<<< here\ny\n=======\nx\n>>>>>>> v2\nb\n", says: "a: merged; conflict: content at line 1\n",
		},
		{name: "the same edit", v1: "-- a --\na\n", v2: "-- a --\nb\n", here: "-- a --\nb\n", want: "-- a --\nb\n"},
		{name: "deleted in the template", v1: "-- a/b --\na\n-- c --\nc\n", v2: "-- c --\nc\n", want: "-- c --\nc\n", says: "a/b: deleted\n"},
		{
			name: "deleted in the template, edited here", v1: "-- a --\na\n", v2: "", here: "-- a --\nb\n",
			want: "-- a --\nb\n", says: "a: kept; conflict: deleted; gone from the template, and edited here\n",
		},
		{name: "deleted here", v1: "-- a --\na\n", v2: "-- a --\na\n", gone: "a", want: ""},
		{name: "deleted here, changed in the template", v1: "-- a --\na\n", v2: "-- a --\nb\n", gone: "a", want: "", says: "a: kept; deleted here, and stays so; the template has changed it\n"},
		{name: "deleted on both sides", v1: "-- a --\na\n", v2: "", gone: "a", want: ""},
		{name: "renamed in the template", v1: "-- a --\n" + long, v2: "-- b --\n" + long, want: "-- b --\n" + long, says: "b: moved from a\n"},
		{
			name: "renamed and changed in the template, edited here", v1: "-- a --\n" + long, v2: "-- x/b --\n0\n" + long, here: "-- a --\n" + long + "9\n",
			want: "-- x/b --\n0\n" + long + "9\n", says: "x/b: merged from a\n",
		},
		{
			name: "renamed here, changed in the template", v1: "-- a --\n" + long, v2: "-- a --\n0\n" + long, moved: [2]string{"a", "b"},
			want: "-- b --\n0\n" + long, says: "b: updated\n",
		},
		{
			name: "renamed on both sides", v1: "-- a --\n" + long, v2: "-- c --\n0\n" + long, moved: [2]string{"a", "b"},
			want: "-- b --\n0\n" + long, says: "b: updated; conflict: renamed; renamed to c in the template\n",
		},
		{name: "renamed alike", v1: "-- a --\n" + long, v2: "-- b --\n0\n" + long, here: "-- b --\n" + long + "9\n", gone: "a", want: "-- b --\n0\n" + long + "9\n", says: "b: merged\n"},
		{
			name: "renamed to a name that is taken", v1: "-- a --\n" + long, v2: "-- b --\n0\n" + long, here: "-- b --\nmine\n",
			want: "-- a --\n0\n" + long + "-- b --\nmine\n", says: "a: updated; conflict: new name; renamed to b in the template, which is taken here\n",
		},
		{
			name: "new in the template, here already", v1: "-- x --\n", v2: "-- x --\n-- a --\n1\n2\n3\n", here: "-- a --\n1\n2\n",
			want: "-- a --\n1\n2\n<<<<<<< here\n=======\n3\n>>>>>>> v2\n-- x --\n", says: "a: merged; conflict: added at line 3\n",
		},
		{name: "new in the template, the same is here", v1: "-- x --\n", v2: "-- x --\n-- a --\n1\n", here: "-- a --\n1\n", want: "-- a --\n1\n-- x --\n"},
		{
			name: "new in the template, a folder is here", v1: "-- x --\n", v2: "-- x --\n-- a --\n1\n", here: "-- a/b --\n1\n",
			want: "-- a.template --\n1\n-- a/b --\n1\n-- x --\n", says: "a: kept; conflict: in place; the template's is in a.template\n",
		},
		{
			name: "new in the template, below a file", v1: "-- x --\n", v2: "-- x --\n-- a/b --\n1\n", here: "-- a --\n1\n",
			want: "-- a --\n1\n-- x --\n", says: "a/b: kept; conflict: in place\n",
		},
		{
			name: "new in the template, behind a link", v1: "-- x/y --\n", v2: "-- x/y --\n-- a/b --\n1\n", here: "-- a --\n-> x\n",
			want: "-- a --\n-> x\n-- x/y --\n", says: "a/b: kept; conflict: in place\n",
		},
		{name: "binary", v1: "-- a --\n\\0\n", v2: "-- a --\n\\0x\n", want: "-- a --\n\\0x\n", says: "a: updated\n"},
		{name: "binary, edited here", v1: "-- a --\n\\0\n", v2: "-- a --\n\\0\n", here: "-- a --\n\\0y\n", want: "-- a --\n\\0y\n"},
		{
			name: "binary, edited on both sides", v1: "-- a --\n\\0\n", v2: "-- a --\n\\0x\n", here: "-- a --\n\\0y\n-- a.template --\n",
			want: "-- a --\n\\0y\n-- a.template --\n-- a.template2 --\n\\0x\n", says: "a: kept; conflict: binary; the template's is in a.template2\n",
		},
		{
			name: "binary, and the name beside it is the template's", v1: "-- a --\n\\0\n", v2: "-- a --\n\\0x\n-- a.template --\nt\n", here: "-- a --\n\\0y\n",
			want: "-- a --\n\\0y\n-- a.template --\nt\n-- a.template2 --\n\\0x\n",
			says: "a: kept; conflict: binary; the template's is in a.template2\na.template: created\n",
		},
		{name: "executable", v1: "-- a --\na\n", v2: "-- a* --\na\n", here: "-- a --\nb\n", want: "-- a* --\nb\n", says: "a: merged\n"},
		{name: "executable here", v1: "-- a --\na\n", v2: "-- a --\nb\n", here: "-- a* --\na\n", want: "-- a* --\nb\n", says: "a: merged\n"},
		{
			name: "carriage returns here", v1: "-- a --\n" + long, v2: "-- a --\n0\n" + long, here: "-- a --\n" + strings.ReplaceAll(long, "\n", "\\r\n") + "9\\r\n",
			want: "-- a --\n0\\r\n" + strings.ReplaceAll(long, "\n", "\\r\n") + "9\\r\n", says: "a: merged\n",
		},
		{
			name: "carriage returns in the template", v1: "-- a --\n" + long, v2: "-- a --\n" + strings.ReplaceAll(long, "\n", "\\r\n"), here: "-- a --\n" + long + "9\n",
			want: "-- a --\n" + strings.ReplaceAll(long, "\n", "\\r\n") + "9\\r\n", says: "a: merged\n",
		},
		{
			name: "link, changed on both sides", v1: "-- a --\n-> x\n", v2: "-- a --\n-> y\n", here: "-- a --\n-> z\n",
			want: "-- a --\n-> z\n-- a.template --\n-> y\n", says: "a: kept; conflict: type; the template's is in a.template\n",
		},
		{name: "link, changed here", v1: "-- a --\n-> x\n", v2: "-- a --\n-> x\n", here: "-- a --\n-> z\n", want: "-- a --\n-> z\n"},
		{name: "file becomes a link", v1: "-- a --\nx\n", v2: "-- a --\n-> y\n", want: "-- a --\n-> y\n", says: "a: updated\n"},
		{name: "link becomes a file", v1: "-- a --\n-> y\n", v2: "-- a --\nx\n", want: "-- a --\nx\n", says: "a: updated\n"},
		{
			name: "a link here, a file in the template", v1: "-- a --\n1\n", v2: "-- a --\n2\n", here: "-- a --\n-> z\n",
			want: "-- a --\n-> z\n-- a.template --\n2\n", says: "a: kept; conflict: type; the template's is in a.template\n",
		},
		{
			name: "a folder here, changed in the template", v1: "-- a --\n1\n", v2: "-- a --\n2\n", gone: "a", here: "-- a/b --\nx\n-- a.template/b --\nx\n",
			want: "-- a.template/b --\nx\n-- a.template2 --\n2\n-- a/b --\nx\n", says: "a: kept; conflict: in place; the template's is in a.template2\n",
		},
		{name: "a folder here, the template says what it said", v1: "-- a --\n1\n", v2: "-- a --\n1\n", gone: "a", here: "-- a/b --\nx\n", want: "-- a/b --\nx\n"},
		{name: "both sorts of line ends", v1: "-- a --\n1\n2\\r\n3\n", v2: "-- a --\n1\n2\\r\n4\n", here: "-- a --\n0\n1\n2\\r\n3\n", want: "-- a --\n0\n1\n2\\r\n4\n", says: "a: merged\n"},
		{name: "carriage returns, deleted", v1: "-- a --\na\n", v2: "", here: "-- a --\na\\r\n", want: "", says: "a: deleted\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, c.v1, c.v2)
			if c.gone != "" {
				require.NoError(t, os.Remove(filepath.Join(w.dir, c.gone)))
			}
			write(t, w.dir, c.here)
			if c.moved[0] != "" {
				require.NoError(t, os.Rename(filepath.Join(w.dir, c.moved[0]), filepath.Join(w.dir, c.moved[1])))
			}
			before := read(t, w.dir)
			x, journal := w.apply(t, nil)
			assert.Equal(t, c.says, says(x))
			assert.Equal(t, c.want, read(t, w.dir))
			assert.Empty(t, x.Drift)
			again := w.plan(t, nil)
			assert.Empty(t, again.Plan.Steps)
			assert.Empty(t, again.Files)
			require.NoError(t, plan.Undo(t.Context(), journal, update.Undoer(w.dir), nil))
			assert.Equal(t, before, read(t, w.dir))
		})
	}
}

func TestStyle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\na\n", "-- a --\nx\n")
	write(t, w.dir, "-- a --\ny\n")
	w.apply(t, &update.Options{Style: update.Diff3, MarkerSize: 9})
	assert.Equal(t, "-- a --\n<<<<<<<<< here\ny\n||||||||| v1\na\n=========\nx\n>>>>>>>>> v2\n", read(t, w.dir))
}

// TestAnswersBehindALink checks that a link in the place of the answers is replaced by them.
func TestAnswersBehindALink(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "-- a --\na\n", "-- a --\nb\n")
	write(t, w.dir, "-- answers.yaml --\n"+answers(t, w.dir)+"-- .goldenpath/answers.yaml --\n-> ../answers.yaml\n")
	_, journal := w.apply(t, nil)
	assert.Contains(t, answers(t, w.dir), "version: v2\n")
	info, err := os.Lstat(filepath.Join(w.dir, filepath.FromSlash(update.AnswersFile)))
	require.NoError(t, err)
	assert.True(t, info.Mode().IsRegular())
	require.NoError(t, plan.Undo(t.Context(), journal, update.Undoer(w.dir), nil))
	assert.Contains(t, answers(t, w.dir), "version: v1\n")
}
