package handover_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/beside"
	"github.com/goldenpath-go/goldenpath/onboarding/handover"
)

const head = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders # a name\n"

// TestStyles changes owners that are written in all ways that YAML has.
func TestStyles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, after string }{
		"plain":                {"  owner: user:ada", "  owner: group:payments"},
		"with a comment":       {"  owner:   user:default/ada  # ada", "  owner:   group:payments  # ada"},
		"in another case":      {"  owner: USER:Ada", "  owner: group:payments"},
		"double quotes":        {`  owner: "user:ada"`, `  owner: "group:payments"`},
		"an escape":            {`  owner: "\x75ser:ada"`, `  owner: "group:payments"`},
		"an escaped break":     {"  owner: \"user:\\\n    ada\"", `  owner: "group:payments"`},
		"single quotes":        {"  owner: 'user:ada'#", "  owner: 'user:ada'#"},
		"single quotes, again": {"  owner: 'user:ada' #", "  owner: 'group:payments' #"},
		"literal block":        {"  owner: |- # why\n    user:ada\n", "  owner: |- # why\n    group:payments\n"},
		"folded block":         {"  owner: >-\n      user:ada\n", "  owner: >-\n      group:payments\n"},
		"on the next line":     {"  owner:\n    user:ada", "  owner:\n    group:payments"},
		"a tag":                {"  owner: !!str user:ada", "  owner: !!str group:payments"},
		"an anchor":            {"  owner: &o user:ada", "  owner: &o group:payments"},
		"an alias":             {"  was: &o user:ada\n  owner: *o", "  was: &o user:ada\n  owner: group:payments"},
		"repeated by an alias": {"  owner: &o user:ada\n  was: *o", "  owner: &o user:ada\n  was: *o"},
		"a flow mapping":       {"  {owner: user:ada, a: b}", "  {owner: group:payments, a: b}"},
		"a quoted key":         {`  "owner" : user:ada`, `  "owner" : group:payments`},
		"from a file":          {"  owner: {$text: ./owner.txt}", "  owner: group:payments"},
		"from a file, below":   {"  owner:\n    $text: ./owner.txt", "  owner:\n    group:payments"},
	} {
		for ends, lineEnd := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
			t.Run(name+", "+ends, func(t *testing.T) {
				t.Parallel()
				frame := func(spec string) []byte {
					all := "# first\n" + head + "spec:\n" + spec + "\n---\n" + strings.Replace(head, "orders", "other", 1) + "spec: {owner: bob}\n"
					return []byte(strings.ReplaceAll(all, "\n", lineEnd))
				}
				fsys := fstest.MapFS{"catalog-info.yaml": {Data: frame(c.before)}, "owner.txt": {Data: []byte("user:ada")}}
				r := find(t, parsed(t, fsys), fsys, &handover.Options{To: payments})
				after := fsys["catalog-info.yaml"].Data
				for _, f := range r.Files {
					after = f.After
				}
				assert.Equal(t, string(frame(c.after)), string(after), "%+v", r.Items)
			})
		}
	}
}

// parsed returns the entities of catalog-info.yaml, also those that Backstage would refuse for other reasons.
func parsed(t *testing.T, fsys fs.FS) *catalog.Catalog {
	t.Helper()
	data, err := fs.ReadFile(fsys, "catalog-info.yaml")
	require.NoError(t, err)
	o := &load.Options{ReadFile: func(name string) ([]byte, error) { return fs.ReadFile(fsys, name) }}
	all := &catalog.Catalog{}
	for _, d := range load.Parse(t.Context(), "catalog-info.yaml", data, o).Documents {
		if d.Entity != nil {
			require.NoError(t, all.Add(d.Entity))
		}
	}
	return all
}

func TestWhatCannotBeChanged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ spec, want string }{
		"repeated":   {"spec:\n  owner: &o user:ada\n  was: *o\n", "an alias repeats it"},
		"merged in":  {"spec:\n  <<: {owner: user:ada}\n  type: x\n", "has changed since"},
		"whole spec": {"was: &s {owner: user:ada}\nspec: *s\n", "an alias repeats it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := head + c.spec
			fsys := fstest.MapFS{"catalog-info.yaml": {Data: []byte(text)}}
			r := find(t, parsed(t, fsys), fsys, &handover.Options{To: payments})
			assert.Empty(t, r.Files)
			if len(r.Items) > 0 { // what is merged in is no owner in YAML 1.2
				assert.Contains(t, r.Items[0].Note, c.want)
				assert.Empty(t, r.Items[0].New)
			}
		})
	}
	changed := fstest.MapFS{"catalog-info.yaml": {Data: []byte(head + "spec:\n  type: service\n  lifecycle: x\n  owner: user:ada\n")}}
	all := read(t, changed)
	for _, text := range []string{"", head, head + "spec: {owner: bob}", "- a"} {
		r := find(t, all, fstest.MapFS{"catalog-info.yaml": {Data: []byte(text)}}, &handover.Options{To: payments})
		require.Len(t, r.Items, 1)
		assert.Contains(t, r.Items[0].Note, "has changed since the catalog was read")
	}
	r := find(t, all, fstest.MapFS{}, &handover.Options{To: payments})
	assert.Contains(t, r.Items[0].Note, "it cannot be read")

	made := &catalog.Catalog{}
	require.NoError(t, made.Add(catalog.NewEntity(map[string]any{
		"apiVersion": catalog.V1alpha1, "kind": "Component", "metadata": map[string]any{"name": "x"}, "spec": map[string]any{"owner": "user:ada"},
	})))
	r = find(t, made, fstest.MapFS{}, &handover.Options{To: payments})
	assert.Contains(t, r.Items[0].Note, "it was not read from a file")
}

func TestKindsOfOnesOwn(t *testing.T) {
	t.Parallel()
	text := strings.Replace(head, "kind: Component", "kind: Robot", 1) + "spec:\n  owner: user:ada # made it\n"
	fsys := fstest.MapFS{"catalog-info.yaml": {Data: []byte(text)}}
	o := load.Options{Kinds: []*load.CustomKind{{Kind: "Robot"}}}
	all, err := o.FS(t.Context(), fsys)
	require.NoError(t, err)
	r := find(t, all, fsys, &handover.Options{To: payments})
	require.Len(t, r.Files, 1)
	assert.Equal(t, strings.Replace(text, "user:ada", "group:payments", 1), string(r.Files[0].After))
}

// TestCorpus hands over what each owner owns, in all files of public repositories that have one: the owner's lines change, and what is
// read afterwards is what was read before but for the owner.
func TestCorpus(t *testing.T) {
	t.Parallel()
	folder, ok := beside.Path(t, "corpus/catalog")
	if !ok {
		t.Log("the corpus is not there: the project's own files are taken")
		folder = "testdata/acme"
	}
	fsys := os.DirFS(folder)
	var names []string
	require.NoError(t, fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")) {
			names = append(names, name)
		}
		return err
	}))
	changed, left := 0, 0
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		require.NoError(t, err)
		if bytes.Contains(data, []byte("owner")) {
			c, l := handOverAll(t, name, data, sameLines, sameEntities)
			changed, left = changed+c, left+l
		}
	}
	t.Logf("%d owners changed, %d not", changed, left)
	assert.Greater(t, changed, 4)
	assert.LessOrEqual(t, left, changed/50)
}

var newOwner = catalog.Ref{Kind: catalog.Group, Namespace: "elsewhere", Name: "new-owner"}

// handOverAll hands over a file, owner by owner, and checks each change.
func handOverAll(t *testing.T, name string, data []byte, checks ...func(*testing.T, handover.File, []handover.Item)) (changed, left int) {
	t.Helper()
	all, owners := entities(t, name, data)
	for _, owner := range owners {
		l := handover.Leaver{Ref: owner}
		if owner.Kind != catalog.User { // its last member leaves
			if _, ok := all.Get(owner); !ok {
				require.NoError(t, all.Add(&catalog.Entity{
					APIVersion: catalog.V1alpha1, Kind: owner.Kind, Metadata: catalog.Metadata{Namespace: owner.Namespace, Name: owner.Name},
					Spec: &catalog.GroupSpec{},
				}))
			}
			l = handover.Leaver{Ref: catalog.Ref{Kind: catalog.User, Name: "somebody-of-nowhere"}, Groups: []catalog.Ref{owner}}
		}
		r, err := handover.Find(all, fstest.MapFS{name: {Data: data}}, l, &handover.Options{To: newOwner})
		require.NoError(t, err)
		var mine []handover.Item
		for _, i := range r.Items {
			switch {
			case i.Kind != handover.Owner && i.Kind != handover.GroupOwner:
			case i.New == "":
				left++
			default:
				mine = append(mine, i)
			}
		}
		if changed += len(mine); len(mine) > 0 {
			require.Len(t, r.Files, 1, name)
			for _, check := range checks {
				check(t, r.Files[0], mine)
			}
		}
	}
	return changed, left
}

// entities returns the entities of a file, and their owners that can be handed over.
func entities(t *testing.T, name string, data []byte) (*catalog.Catalog, []catalog.Ref) {
	t.Helper()
	all, seen := &catalog.Catalog{}, map[string]bool{}
	var owners []catalog.Ref
	for _, d := range load.Parse(t.Context(), name, data, nil).Documents {
		if d.Entity == nil || all.Add(d.Entity) != nil {
			continue
		}
		owner, ok := d.Entity.Owner()
		if ok && (owner.Kind == catalog.User || owner.Kind == catalog.Group) && !seen[owner.Key()] {
			seen[owner.Key()] = true
			owners = append(owners, owner)
		}
	}
	return all, owners
}

// sameLines compares a file before and after, as lines: only those of the owners differ.
func sameLines(t *testing.T, f handover.File, items []handover.Item) {
	t.Helper()
	changed := map[int]bool{}
	for _, i := range items {
		changed[i.Place.Line], changed[i.Place.Line+1] = true, strings.ContainsAny(lineOf(f.Before, i.Place.Line), "|>")
	}
	before, after := bytes.Split(f.Before, []byte("\n")), bytes.Split(f.After, []byte("\n"))
	require.Len(t, after, len(before), f.Name)
	for n := range before {
		if !changed[n+1] {
			require.Equal(t, string(before[n]), string(after[n]), "%s:%d", f.Name, n+1)
		}
	}
}

// sameEntities compares a file before and after, as entities: only the owners differ, and are the new ones.
func sameEntities(t *testing.T, f handover.File, items []handover.Item) {
	t.Helper()
	owned := map[string]string{}
	for _, i := range items {
		owned[i.Place.String()] = i.New
	}
	was, is := load.Parse(t.Context(), f.Name, f.Before, nil), load.Parse(t.Context(), f.Name, f.After, nil)
	require.Len(t, is.Documents, len(was.Documents))
	for n, d := range was.Documents {
		if d.Entity == nil {
			require.Nil(t, is.Documents[n].Entity)
			continue
		}
		text := plain(t, d.Entity)
		if now, ok := owned[d.Entity.Range("/spec/owner").Position.String()]; ok {
			spec, isObject := text["spec"].(map[string]any)
			require.True(t, isObject)
			spec["owner"] = now
		}
		require.Equal(t, text, plain(t, is.Documents[n].Entity), f.Name)
	}
}

func lineOf(data []byte, n int) string { return strings.Split(string(data), "\n")[n-1] }

// plain returns an entity as plain JSON values.
func plain(t *testing.T, e *catalog.Entity) map[string]any {
	t.Helper()
	data, err := json.Marshal(e)
	require.NoError(t, err)
	var out map[string]any
	require.NoError(t, json.Unmarshal(data, &out))
	return out
}

// FuzzEdit hands over whatever a file may be: it never panics, and changes nothing but owners.
func FuzzEdit(f *testing.F) {
	for _, spec := range []string{
		"  owner: user:ada # x", "  {owner: 'user:ada'}", "  owner: &o user:ada\n  was: *o", "  owner: |-\n    user:ada", "  owner: \"\\x75ser:ada\"",
	} {
		f.Add([]byte(fmt.Sprintf("%sspec:\n%s\n---\n%sspec: {owner: a}\n", head, spec, head)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<14 {
			return
		}
		handOverAll(t, "catalog-info.yaml", data, sameEntities)
	})
}
