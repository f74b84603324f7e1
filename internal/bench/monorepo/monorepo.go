// Package monorepo makes catalogs of any size to measure on: the shape, the length of files and the mixture of kinds
// are those of a company's monorepo, and the names are made up. The same arguments give the same bytes.
package monorepo

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// File is one file: its slash-separated path, and its content.
type File struct {
	Path string
	Data []byte
}

// Files returns count catalog files, at least 10: mostly services, with the groups, users, systems and domains that
// they refer to, some templates, and a Location at the root that names them all. They have nothing wrong.
func Files(count int, seed uint64) []File {
	g := &generator{
		rand:    rand.New(rand.NewPCG(seed, 1)),
		teams:   names("team", max(2, count/90)),
		systems: names("platform", max(2, count/110)),
	}
	g.org(max(1, count*4/1000))
	g.allSystems(max(1, count*6/1000))
	for i := range count / 100 {
		g.template(i)
	}
	g.root()
	for i := 0; len(g.files) < count; i++ {
		g.service(i)
	}
	return g.files
}

// Write puts files under dir.
func Write(dir string, files []File) error {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

type generator struct {
	rand           *rand.Rand
	teams, systems []string
	services       []service // those made so far, which later ones may depend on
	files          []File
}

// service is what others need to know of a service.
type service struct {
	name string
	tier int
	api  string // empty when it provides none
}

// put adds a file of one or more documents.
func (g *generator) put(path string, documents ...string) {
	g.files = append(g.files, File{path, []byte(strings.Join(documents, "---\n"))})
}

func (g *generator) chance(p float64) bool { return g.rand.Float64() < p }

func (g *generator) pick(from []string) string { return from[g.rand.IntN(len(from))] }

// names returns n different names that end in suffix.
func names(suffix string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = word(i) + "-" + suffix
	}
	return out
}

// word returns the i-th of endlessly many different words.
func word(i int) string {
	stems := strings.Fields("amber basalt cedar delta ember fjord garnet harbor indigo juniper kelp lunar maple nimbus onyx")
	if i < len(stems) {
		return stems[i]
	}
	return word(i/len(stems)-1) + "-" + stems[i%len(stems)]
}

// sentence returns n words of prose.
func (g *generator) sentence(n int) string {
	words := strings.Fields("serves public traffic of our storefront keeps copies for every event seen by consumers in each region")
	out := make([]string, n)
	for i := range out {
		out[i] = g.pick(words)
	}
	return strings.ToUpper(out[0][:1]) + strings.Join(out, " ")[1:]
}

// document begins a document of one of Backstage's own kinds.
func document(kind, name string) *strings.Builder {
	var b strings.Builder
	fmt.Fprintf(&b, "apiVersion: backstage.io/v1alpha1\nkind: %s\nmetadata:\n  name: %s\n", kind, name)
	return &b
}
