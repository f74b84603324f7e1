package catalog_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
)

func TestParseRef(t *testing.T) {
	t.Parallel()
	ref := func(kind catalog.Kind, namespace, name string) catalog.Ref {
		return catalog.Ref{Kind: kind, Namespace: namespace, Name: name}
	}
	noDefault := catalog.Ref{}
	group := catalog.Ref{Kind: catalog.Group, Namespace: "ns"}
	tests := []struct {
		name, text string
		def        catalog.Ref
		want       catalog.Ref
		err        error
	}{
		{"all three", "component:shop/orders", noDefault, ref("Component", "shop", "orders"), nil},
		{"kind and name", "api:orders", noDefault, ref("API", "default", "orders"), nil},
		{"name alone", "payments", group, ref("Group", "ns", "payments"), nil},
		{"namespace and name", "other/payments", group, ref("Group", "other", "payments"), nil},
		{"stated parts win", "User:x/ada", group, ref("User", "x", "ada"), nil},
		{"case is kept but for known kinds", "RESOURCE:Ns/Name", noDefault, ref("Resource", "Ns", "Name"), nil},
		{"unknown kind", "Thing:x", noDefault, ref("Thing", "default", "x"), nil},
		{"second slash belongs to the name", "a/b/c", group, ref("Group", "a", "b/c"), nil},
		{"second colon belongs to the name", "a:b:c", group, ref("a", "ns", "b:c"), nil},
		{"colon after the slash belongs to the name", "n/k:a", group, ref("Group", "n", "k:a"), nil},
		{"colon within the namespace", "k:n:m/a", noDefault, ref("k", "n:m", "a"), nil},
		{"nothing is trimmed", "group: a", noDefault, ref("Group", "default", " a"), nil},
		{"address of mail", "a@b.com", group, ref("Group", "ns", "a@b.com"), nil},
		{"blank name", " ", group, ref("Group", "ns", " "), nil},
		{"empty", "", group, catalog.Ref{}, catalog.ErrRefEmpty},
		{"no name", "k:", group, catalog.Ref{}, catalog.ErrRefForm},
		{"no name after the namespace", "k:n/", group, catalog.Ref{}, catalog.ErrRefForm},
		{"no kind before the colon", ":a", group, catalog.Ref{}, catalog.ErrRefForm},
		{"no namespace before the slash", "/a", group, catalog.Ref{}, catalog.ErrRefForm},
		{"no namespace between", "k:/a", group, catalog.Ref{}, catalog.ErrRefForm},
		{"form goes before kind", "/a", noDefault, catalog.Ref{}, catalog.ErrRefForm},
		{"no kind", "a", noDefault, catalog.Ref{}, catalog.ErrRefKind},
		{"no kind, but a namespace", "n/a", noDefault, catalog.Ref{}, catalog.ErrRefKind},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := catalog.ParseRef(tt.text, tt.def)
			assert.Equal(t, tt.want, got)
			if tt.err == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tt.err)
			var refErr *catalog.RefError
			require.ErrorAs(t, err, &refErr)
			assert.Equal(t, tt.text, refErr.Written)
		})
	}
}

func TestRefString(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		ref  catalog.Ref
		want string
	}{
		{"lower case", catalog.Ref{Kind: "API", Namespace: "Shop", Name: "Orders"}, "api:shop/orders"},
		{"no namespace", catalog.Ref{Kind: "API", Name: "x"}, "api:default/x"},
		{"dotted capital I", catalog.Ref{Kind: "k", Name: "İ"}, "k:default/i\u0307"},
		{"sigma at the end", catalog.Ref{Kind: "k", Name: "ΟΔΟΣ"}, "k:default/οδος"},
		{"sigma within", catalog.Ref{Kind: "k", Name: "ΣΑ"}, "k:default/σα"},
		{"sigma after a mark and before a full stop", catalog.Ref{Kind: "k", Name: "Α\u0301Σ."}, "k:default/α\u0301ς."},
		{"sigma alone", catalog.Ref{Kind: "k", Name: "Σ"}, "k:default/σ"},
		{"each part by itself", catalog.Ref{Kind: "AΣ", Namespace: "AΣ", Name: "a"}, "aς:aς/a"},
		{"Kelvin sign", catalog.Ref{Kind: "k", Name: "\u212a"}, "k:default/k"},
		{"bytes that are no text", catalog.Ref{Kind: "k", Name: "É\xff"}, "k:default/é\ufffd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, tt.ref.String())
			assert.Equal(t, tt.want, tt.ref.Key())
		})
	}
}

func TestRefCompare(t *testing.T) {
	t.Parallel()
	a := catalog.Ref{Kind: "API", Namespace: "default", Name: "A"}
	same := catalog.Ref{Kind: "api", Name: "a"}
	b := catalog.Ref{Kind: "api", Name: "b"}
	assert.Zero(t, a.Compare(same))
	assert.Equal(t, -1, a.Compare(b))
	assert.Equal(t, 1, b.Compare(a))
	assert.True(t, catalog.Ref{}.IsZero())
	assert.False(t, a.IsZero())
}

func TestRefText(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(map[string]catalog.Ref{"target": {Kind: catalog.Group, Name: "Payments"}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"target": "group:default/payments"}`, string(data))

	var ref catalog.Ref
	require.NoError(t, json.Unmarshal([]byte(`"group:default/payments"`), &ref))
	assert.Equal(t, catalog.Ref{Kind: catalog.Group, Namespace: "default", Name: "payments"}, ref)
	require.ErrorIs(t, json.Unmarshal([]byte(`"payments"`), &ref), catalog.ErrRefKind)
}

func TestKinds(t *testing.T) {
	t.Parallel()
	for _, k := range catalog.Kinds() {
		assert.True(t, k.Known(), k)
		for _, spelling := range []string{strings.ToLower(string(k)), strings.ToUpper(string(k))} {
			got, known := catalog.Kind(spelling).Canonical()
			assert.True(t, known, spelling)
			assert.Equal(t, k, got)
		}
	}
	assert.False(t, catalog.Kind("component").Known())
	got, known := catalog.Kind("AiResource").Canonical()
	assert.False(t, known)
	assert.Equal(t, catalog.Kind("AiResource"), got)
}

func FuzzParseRef(f *testing.F) {
	for _, text := range []string{
		"component:shop/orders", "a", "a/b/c", "a:b:c", "n/k:a", "k:n:m/a", ":", "/", "k:/a", " ", "ΑΣ:İ/\u212a", "K:a\xff",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := catalog.ParseRef(text, catalog.Ref{Kind: catalog.Group})
		if err != nil {
			assert.True(t, ref.IsZero())
			return
		}
		again, err := catalog.ParseRef(ref.String(), catalog.Ref{})
		require.NoError(t, err, "what prints must parse back")
		assert.Equal(t, ref.String(), again.String())
		assert.Zero(t, ref.Compare(again))
	})
}

func BenchmarkParseRef(b *testing.B) {
	def := catalog.Ref{Kind: catalog.Group, Namespace: "shop"}
	for _, text := range []string{"payments", "group:default/payments", "Component:shop/orders"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := catalog.ParseRef(text, def); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRefKey(b *testing.B) {
	ref := catalog.Ref{Kind: catalog.Component, Namespace: "default", Name: "orders"}
	b.ReportAllocs()
	for b.Loop() {
		_ = ref.Key()
	}
}
