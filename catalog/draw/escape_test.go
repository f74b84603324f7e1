package draw_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/draw"
)

// FuzzEscaping checks that whatever is in names, every format stays well formed and shows the name as it is.
func FuzzEscaping(f *testing.F) {
	f.Add("Component", "default", "orders", "payments", "https://portal.example/x?a=1&b=2", "dependsOn", "Orders")
	f.Add("API", "shop", `a"b\c\`, `<script>alert("&amp;")</script>`, "javascript:alert(1)", "<b>", `"\`)
	f.Add("Robot", "", "a]]-->b;\nc|d#35;e`f`", "%%{init}%%", "http://x/\"><script>", "a\"|b", "---\ntitle: x")
	f.Add("User", "ns", "\x00\x1b\ufffe\xff\u202e", "日本語 🚀 e\u0301", " ", "\t", "\\N \\G \\E &lt;")
	f.Add("Component", "default", "a]", "[", "http://x", ";", "[")
	f.Add("Group", "x", "end", "subgraph", "//evil.example", "click", "graph TD")
	f.Fuzz(func(t *testing.T, kind, namespace, name, note, link, relation, title string) {
		odd := catalog.Ref{Kind: catalog.Kind(kind), Namespace: namespace, Name: name}
		var b catalog.GraphBuilder
		b.AddEntity(odd)
		b.AddReference(odd, catalog.RelationType(relation), catalog.Ref{Kind: catalog.Kind(kind), Name: "other" + name})
		g := b.Graph()
		o := &draw.Options{
			Title: title,
			Focus: odd,
			Note:  func(catalog.Ref) string { return note },
			Link:  func(catalog.Ref) string { return link },
		}
		checkSVG(t, g, o)
		checkDOT(t, g, o)
		checkMermaid(t, g, o)
		checkJSON(t, g)
	})
}

type format func(io.Writer, *catalog.Graph, *draw.Options) error

func write(t *testing.T, f format, g *catalog.Graph, o *draw.Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f(&b, g, o))
	require.True(t, utf8.Valid(b.Bytes()))
	return b.String()
}

// shown returns what the name of a node looks like, with no more said about what cannot be seen than that.
func shown(r catalog.Ref) string {
	name := r.Name
	if r.Namespace != "" && !strings.EqualFold(r.Namespace, catalog.DefaultNamespace) {
		name = r.Namespace + "/" + r.Name
	}
	return name
}

// printable reports whether s comes out as it is.
func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

func checkSVG(t *testing.T, g *catalog.Graph, o *draw.Options) {
	t.Helper()
	text := write(t, draw.SVG, g, o)
	d := xml.NewDecoder(strings.NewReader(text))
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err, text)
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			assert.Contains(t, []string{"svg", "title", "style", "g", "a", "rect", "path", "text"}, e.Name.Local)
			for _, a := range e.Attr {
				assert.False(t, strings.HasPrefix(a.Name.Local, "on"))
				if a.Name.Local == "href" {
					checkLink(t, a.Value)
				}
			}
		case xml.EndElement:
			depth--
		case xml.Directive, xml.ProcInst, xml.Comment:
			assert.Fail(t, "not written by us", text)
		}
	}
	assert.Zero(t, depth)
}

// checkLink checks that a browser that follows link runs no program.
func checkLink(t *testing.T, link string) {
	t.Helper()
	u, err := url.Parse(link)
	require.NoError(t, err)
	assert.Contains(t, []string{"", "http", "https"}, u.Scheme)
	assert.Equal(t, strings.TrimSpace(link), link)
}

func checkDOT(t *testing.T, g *catalog.Graph, o *draw.Options) {
	t.Helper()
	text := write(t, draw.DOT, g, o)
	statements, err := parseDOT(text)
	require.NoError(t, err, text)
	var labels []string
	for _, s := range statements {
		label, _, _ := strings.Cut(s.attributes["label"], "\n")
		if s.attributes["shape"] != "" {
			labels = append(labels, label)
		}
		checkLink(t, s.attributes["URL"])
	}
	checkLabels(t, g, labels)
}

// checkLabels checks that the names of all entities are among the labels.
func checkLabels(t *testing.T, g *catalog.Graph, labels []string) {
	t.Helper()
	assert.Len(t, labels, g.Len()+len(g.Missing()))
	for ref := range g.All() {
		if name := shown(ref); printable(name) {
			assert.True(t, slices.Contains(labels, name), "%q in %q", name, labels)
		}
	}
}

func checkMermaid(t *testing.T, g *catalog.Graph, o *draw.Options) {
	t.Helper()
	text := write(t, draw.Mermaid, g, o)
	texts, err := parseMermaid(text)
	require.NoError(t, err, text)
	for i := range texts {
		texts[i], _, _ = strings.Cut(texts[i], "\n")
	}
	checkLabels(t, g, texts)
}

func checkJSON(t *testing.T, g *catalog.Graph) {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, draw.JSON(&b, g))
	var d draw.Document
	if err := json.Unmarshal(b.Bytes(), &d); err != nil { // refs of hand-made entities need not parse
		var refError *catalog.RefError
		require.ErrorAs(t, err, &refError)
		return
	}
	assert.Len(t, d.Entities, g.Len()+len(g.Missing()))
	assert.Len(t, d.Relations, len(slices.Collect(g.Relations())))
}

func TestLinks(t *testing.T) {
	t.Parallel()
	tests := []struct{ link, want string }{
		{"https://portal.example/catalog/default/component/orders", "https://portal.example/catalog/default/component/orders"},
		{"HTTP://portal.example", "http://portal.example"},
		{"/catalog?a=1&b=2#top", "/catalog?a=1&amp;b=2#top"},
		{" https://portal.example/a b ", "https://portal.example/a%20b"},
		{`https://portal.example/"'><;`, "https://portal.example/%22%27%3E%3C%3B"},
		{"//portal.example/x", "//portal.example/x"},
		{"javascript:alert(1)", ""},
		{"JavaScript:alert(1)", ""},
		{" java\nscript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"vbscript:x", ""},
		{"file:///etc/passwd", ""},
		{"https:opaque", ""},
		{"https://portal;example/", ""},
		{"%zz", ""},
		{"", ""},
	}
	var b catalog.GraphBuilder
	b.AddEntity(catalog.Ref{Kind: catalog.Component, Name: "a"})
	g := b.Graph()
	for _, tt := range tests {
		t.Run(tt.link, func(t *testing.T) {
			t.Parallel()
			text := write(t, draw.SVG, g, &draw.Options{Link: func(catalog.Ref) string { return tt.link }})
			_, after, found := strings.Cut(text, `<a href="`)
			href, _, _ := strings.Cut(after, `"`)
			assert.Equal(t, tt.want != "", found)
			assert.Equal(t, strings.ReplaceAll(tt.want, "'", "&#39;"), href)
		})
	}
}
