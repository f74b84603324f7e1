package handover_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/onboarding/handover"
)

var (
	ada      = catalog.Ref{Kind: catalog.User, Namespace: "default", Name: "ada"}
	payments = catalog.Ref{Kind: catalog.Group, Namespace: "default", Name: "payments"}
)

// acme reads the catalog of the tests: Ada owns three components and a system, and is the last member of a group.
func acme(t *testing.T) (*catalog.Catalog, fstest.MapFS) {
	t.Helper()
	fsys := fstest.MapFS{}
	root := os.DirFS("testdata/acme")
	for _, name := range []string{"catalog-info.yaml", "org/catalog-info.yaml", ".github/CODEOWNERS"} {
		f, err := os.ReadFile(filepath.Join("testdata/acme", filepath.FromSlash(name)))
		require.NoError(t, err)
		fsys[name] = &fstest.MapFile{Data: f}
	}
	c, err := load.FS(t.Context(), root)
	require.NoError(t, err)
	return c, fsys
}

func read(t *testing.T, fsys fstest.MapFS) *catalog.Catalog {
	t.Helper()
	c, err := load.FS(t.Context(), fsys)
	require.NoError(t, err)
	return c
}

func find(t *testing.T, c *catalog.Catalog, fsys fstest.MapFS, o *handover.Options) *handover.Report {
	t.Helper()
	l := handover.Leaver{Ref: ada, Email: "ada@example.com", Logins: []string{"ada-l"}}
	r, err := handover.Find(c, fsys, l, o)
	require.NoError(t, err)
	return r
}

var update = flag.Bool("update", false, "write the golden files")

// golden compares a text with a file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, name)
}

// brief returns the items of a kind, a line each.
func brief(r *handover.Report, k handover.Kind) (out []string) {
	for _, i := range r.Items {
		if i.Kind != k {
			continue
		}
		parts := []string{i.Place.String(), i.Written}
		if !i.Entity.IsZero() {
			parts = append([]string{i.Entity.String()}, parts...)
		}
		if i.New != "" {
			parts = append(parts, "->", i.New)
		}
		if i.Note != "" {
			parts = append(parts, "("+i.Note+")")
		}
		out = append(out, strings.Join(parts, " "))
	}
	return out
}

func TestFind(t *testing.T) {
	t.Parallel()
	c, fsys := acme(t)
	r := find(t, c, fsys, nil)
	assert.Equal(t, []string{
		"component:default/invoices catalog-info.yaml:26:10 User:default/Ada -> group:payments",
		"component:default/orders catalog-info.yaml:10:10 user:ada -> group:payments",
		"component:shop/web catalog-info.yaml:41:10 user:default/ada -> group:default/payments",
		"system:default/billing catalog-info.yaml:50:15 user:ada -> group:payments",
	}, brief(r, handover.Owner))
	assert.Equal(t, []string{
		"group:default/on-call org/catalog-info.yaml:24:9 on-call (nobody else is in it; user:default/gone is named there, and not in the catalog)",
	}, brief(r, handover.LastMember))
	assert.Equal(t, []string{
		"api:default/pager catalog-info.yaml:61:10 on-call -> group:engineering",
	}, brief(r, handover.GroupOwner))
	assert.Equal(t, []string{
		".github/CODEOWNERS:2:9 /orders @Ada-L ada@example.com -> @acme/payments",
		".github/CODEOWNERS:5:23 docs/with\\ space/*.md\t@acme/on-call -> @acme/payments",
	}, brief(r, handover.CodeOwner))
	assert.Equal(t, []string{
		"group:default/on-call org/catalog-info.yaml:29:13 ada (would lead nowhere)",
		"group:default/payments org/catalog-info.yaml:19:20 user:ada (would lead nowhere)",
	}, brief(r, handover.Member))
	assert.Equal(t, []string{
		"resource:default/laptop catalog-info.yaml:75:7 user:ada (would lead nowhere)",
	}, brief(r, handover.Reference))
	assert.Equal(t, []string{"user:default/ada org/catalog-info.yaml:32:1 ada (is to be removed when the account is)"}, brief(r, handover.User))
}

// TestOnlyOwnerLines compares the files byte by byte: what differs is the owner.
func TestOnlyOwnerLines(t *testing.T) {
	t.Parallel()
	c, fsys := acme(t)
	r := find(t, c, fsys, nil)
	require.Len(t, r.Files, 2)
	golden(t, "acme.diff", string(r.Diff()))
	for _, f := range r.Files {
		before, after := bytes.Split(f.Before, []byte("\n")), bytes.Split(f.After, []byte("\n"))
		require.Len(t, after, len(before))
		for i := range before {
			if !bytes.Equal(before[i], after[i]) {
				assert.Regexp(t, `owner|@|user:(default/)?ada`, string(before[i]), "line %d of %s", i+1, f.Name)
			}
		}
	}
}

func TestWhoTakesOver(t *testing.T) {
	t.Parallel()
	c, fsys := acme(t)
	grace := catalog.Ref{Kind: catalog.User, Namespace: "default", Name: "grace"}
	platform := catalog.Ref{Kind: catalog.Group, Namespace: "elsewhere", Name: "platform"}
	r := find(t, c, fsys, &handover.Options{To: grace, Each: map[string]catalog.Ref{"component:default/orders": platform}})
	assert.Equal(t, []string{
		"component:default/invoices catalog-info.yaml:26:10 User:default/Ada -> user:grace",
		"component:default/orders catalog-info.yaml:10:10 user:ada -> group:elsewhere/platform (group:elsewhere/platform is not in the catalog)",
		"component:shop/web catalog-info.yaml:41:10 user:default/ada -> user:default/grace",
		"system:default/billing catalog-info.yaml:50:15 user:ada -> user:grace",
	}, brief(r, handover.Owner))
	assert.Equal(t, []string{"api:default/pager catalog-info.yaml:61:10 on-call -> user:grace"}, brief(r, handover.GroupOwner))
	assert.Contains(t, brief(r, handover.CodeOwner)[0], "what user:default/grace is called at GitHub is not known")

	for name, o := range map[string]handover.Options{
		"the leaver":   {To: ada},
		"no owner":     {To: catalog.Ref{Kind: catalog.Component, Name: "x"}},
		"no name":      {Each: map[string]catalog.Ref{"component:default/orders": {Kind: catalog.Group, Name: "x: y #"}}},
		"no namespace": {To: catalog.Ref{Kind: catalog.Group, Namespace: "a/b", Name: "x"}},
	} {
		_, err := handover.Find(c, fsys, handover.Leaver{Ref: ada}, &o)
		assert.Error(t, err, name)
	}
	_, err := handover.Find(c, fsys, handover.Leaver{Ref: payments}, nil)
	require.Error(t, err, "a group does not leave")
}

func TestUndecided(t *testing.T) {
	t.Parallel()
	const org = `
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: a}
spec: {type: team, children: [], members: [bob]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: b}
spec: {type: team, children: [], members: [bob]}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: c}
spec: {type: service, lifecycle: production, owner: user:ada}
`
	fsys := fstest.MapFS{"catalog-info.yaml": {Data: []byte(org)}}
	group := func(name string) catalog.Ref {
		return catalog.Ref{Kind: catalog.Group, Namespace: "default", Name: name}
	}
	for want, groups := range map[string][]catalog.Ref{
		"nobody is known who could take over":                                                nil,
		"who takes over is to be decided: the leaver is in group:default/a, group:default/b": {group("a"), group("b")},
	} {
		r, err := handover.Find(read(t, fsys), fsys, handover.Leaver{Ref: ada, Groups: groups}, nil)
		require.NoError(t, err)
		require.Len(t, r.Items, 1)
		assert.Equal(t, want, r.Items[0].Note)
		assert.Empty(t, r.Files)
		assert.Empty(t, r.Diff())
	}
	r, err := handover.Find(read(t, fsys), nil, handover.Leaver{Ref: ada, Groups: []catalog.Ref{group("a")}}, nil)
	require.NoError(t, err)
	assert.Equal(t, group("a"), r.Items[0].To)
	assert.Empty(t, r.Files, "without a file system nothing is changed")
}

// TestGroupsInCircles: a group above another may be left without members itself, or be below it.
func TestGroupsInCircles(t *testing.T) {
	t.Parallel()
	const org = `
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: a}
spec: {type: team, children: [], parent: b, members: [ada]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: b}
spec: {type: team, children: [], parent: c, members: [ada]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: c}
spec: {type: team, children: [], parent: PARENT}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: of-a}
spec: {type: service, lifecycle: production, owner: a}
`
	for parent, want := range map[string]string{"a": "group:default/c", "nobody": "group:default/c"} {
		fsys := fstest.MapFS{"catalog-info.yaml": {Data: []byte(strings.Replace(org, "PARENT", parent, 1))}}
		r := find(t, read(t, fsys), fsys, nil)
		assert.Len(t, brief(r, handover.LastMember), 2)
		require.Len(t, brief(r, handover.GroupOwner), 1)
		for _, i := range r.Items {
			if i.Kind == handover.GroupOwner {
				assert.Equal(t, want, i.To.String())
			}
		}
	}
	fsys := fstest.MapFS{
		"catalog-info.yaml": {Data: []byte(strings.Replace(org, "parent: c", "parent: a", 1))}, "CODEOWNERS": {Data: []byte("* ada@example.com\n")},
	}
	r := find(t, read(t, fsys), fsys, nil)
	require.Len(t, brief(r, handover.GroupOwner), 1)
	assert.Contains(t, brief(r, handover.GroupOwner)[0], "(nobody is known who could take over)")
	assert.Equal(t, []string{"CODEOWNERS:1:3 * ada@example.com (nobody is known who could take over)"}, brief(r, handover.CodeOwner))
	b := catalog.Ref{Kind: catalog.Group, Namespace: "default", Name: "b"}
	r = find(t, read(t, fsys), fsys, &handover.Options{Each: map[string]catalog.Ref{"component:default/of-a": b}})
	assert.Contains(t, brief(r, handover.GroupOwner)[0], "-> group:b (nobody stays in group:default/b)")
}

// TestHostileNames: what stands in a catalog changes neither a file's structure nor a report's.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	all := &catalog.Catalog{}
	add := func(kind, name string, annotations, spec map[string]any) {
		require.NoError(t, all.Add(catalog.NewEntity(map[string]any{
			"apiVersion": catalog.V1alpha1, "kind": kind, "metadata": map[string]any{"name": name, "annotations": annotations}, "spec": spec,
		})))
	}
	add("Group", "a: b #\n`\x1b", nil, map[string]any{"type": "team", "members": []any{"ada", "bob"}})
	add("User", "bob", map[string]any{"github.com/user-login": "bob\n* @eve"}, map[string]any{})
	add("User", "ada", map[string]any{"github.com/user-login": "../x"}, map[string]any{})
	fsys := fstest.MapFS{
		"catalog-info.yaml": {Data: []byte(head + "spec: {type: x, lifecycle: y, owner: user:ada}\n")},
		"CODEOWNERS":        {Data: []byte("```\x1b[2J @ada-l\n")},
	}
	for e := range parsed(t, fsys).All() {
		require.NoError(t, all.Add(e))
	}
	r := find(t, all, fsys, nil)
	assert.Equal(t, []string{"component:default/orders catalog-info.yaml:5:38 user:ada (nobody is known who could take over)"}, brief(r, handover.Owner))
	r = find(t, all, fsys, &handover.Options{To: catalog.Ref{Kind: catalog.User, Namespace: "default", Name: "bob"}})
	assert.Contains(t, string(r.Diff()), "owner: user:bob}")
	assert.NotContains(t, string(r.Diff()), "eve")
	for _, write := range []func(io.Writer) error{r.WriteText, r.WriteMarkdown} {
		var b strings.Builder
		require.NoError(t, write(&b))
		assert.NotContains(t, b.String(), "\x1b")
	}
}

func TestNothing(t *testing.T) {
	t.Parallel()
	r := find(t, &catalog.Catalog{}, fstest.MapFS{}, nil)
	assert.Empty(t, r.Items)
	var b strings.Builder
	require.NoError(t, r.WriteText(&b))
	assert.Equal(t, "user:default/ada hands over\n\nNothing to hand over.\n", b.String())
}

func TestMissingCodeOwners(t *testing.T) {
	t.Parallel()
	c, fsys := acme(t)
	_, err := handover.Find(c, fsys, handover.Leaver{Ref: ada}, &handover.Options{CodeOwners: []string{"OWNERS"}})
	require.Error(t, err)
	r := find(t, c, fsys, &handover.Options{CodeOwners: []string{}})
	assert.Empty(t, brief(r, handover.CodeOwner))
}

func TestReports(t *testing.T) {
	t.Parallel()
	c, fsys := acme(t)
	r := find(t, c, fsys, nil)
	for name, write := range map[string]func(*strings.Builder) error{
		"acme.txt":  func(b *strings.Builder) error { return r.WriteText(b) },
		"acme.md":   func(b *strings.Builder) error { return r.WriteMarkdown(b) },
		"acme.json": func(b *strings.Builder) error { return r.WriteJSON(b) },
	} {
		var b strings.Builder
		require.NoError(t, write(&b))
		golden(t, name, b.String())
		if name == "acme.json" {
			assert.True(t, json.Valid([]byte(b.String())))
		}
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	c, fsys := acme(t)
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, fsys))
	require.NoError(t, os.Chmod(filepath.Join(folder, "catalog-info.yaml"), 0o640))
	root, err := os.OpenRoot(folder)
	require.NoError(t, err)
	defer root.Close()
	r := find(t, c, fsys, nil)
	require.NoError(t, r.Apply(root))
	for _, f := range r.Files {
		data, err := root.ReadFile(f.Name)
		require.NoError(t, err)
		assert.Equal(t, string(f.After), string(data))
	}
	info, err := root.Stat("catalog-info.yaml")
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o640), info.Mode().Perm())
	left, err := filepath.Glob(filepath.Join(folder, ".*.new"))
	require.NoError(t, err)
	assert.Empty(t, left)

	require.ErrorIs(t, r.Apply(root), handover.ErrChanged, "a second time it is not what the report was made of")
	require.NoError(t, root.WriteFile(".github/CODEOWNERS", fsys[".github/CODEOWNERS"].Data, 0o600))
	require.NoError(t, root.Remove("catalog-info.yaml"))
	require.ErrorIs(t, r.Apply(root), os.ErrNotExist)
	require.NoError(t, root.Symlink("org/catalog-info.yaml", "catalog-info.yaml"))
	require.ErrorContains(t, r.Apply(root), "no regular file")
}

// TestPeopleBelow: a department whose head leaves is not empty as long as somebody is in one of its teams.
func TestPeopleBelow(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		member string
		want   []handover.Kind
	}{
		"somebody below": {"grace", []handover.Kind{handover.LastMember, handover.Member}},
		"nobody below":   {"", []handover.Kind{handover.LastMember, handover.GroupOwner, handover.Member}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			head := "apiVersion: backstage.io/v1alpha1\nkind: "
			c := read(t, fstest.MapFS{"catalog-info.yaml": {Data: []byte(
				head + "Group\nmetadata: {name: company}\nspec: {type: company, children: [engineers]}\n---\n" +
					head + "Group\nmetadata: {name: engineers}\nspec: {type: department, parent: company, children: [squads], members: [ada]}\n---\n" +
					head + "Group\nmetadata: {name: squads}\nspec: {type: department, parent: engineers, children: [orders]}\n---\n" +
					head + "Group\nmetadata: {name: orders}\nspec: {type: team, parent: squads, children: [], members: [" + tt.member + "]}\n---\n" +
					head + "User\nmetadata: {name: ada}\nspec: {memberOf: []}\n---\n" +
					head + "User\nmetadata: {name: grace}\nspec: {memberOf: []}\n---\n" +
					head + "Component\nmetadata: {name: portal}\nspec: {type: service, lifecycle: production, owner: engineers}\n")}})
			r, err := handover.Find(c, nil, handover.Leaver{Ref: ada}, nil)
			require.NoError(t, err)
			var kinds []handover.Kind
			for _, i := range r.Items {
				if i.Kind != handover.User {
					kinds = append(kinds, i.Kind)
				}
			}
			assert.Equal(t, tt.want, kinds)
		})
	}
}
