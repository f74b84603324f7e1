package rules

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// repository returns the host of the linted files and the repository's path there, such as acme/shop; empty when the
// address is not known, or not that of a repository's files.
func repository(base string) (host, slug string) {
	u, err := url.Parse(base)
	if err != nil {
		return "", ""
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	way := slices.IndexFunc(segments, func(s string) bool { return slices.Contains([]string{"-", "blob", "tree", "raw", "src"}, s) })
	if way < 2 {
		return "", ""
	}
	return u.Host, strings.Join(segments[:way], "/")
}

// checkSlug compares the slug of the service that the linted files are at with where they are.
func checkSlug(p *lint.EntityPass) {
	host, slug := repository(p.BaseURL)
	key := ""
	switch {
	case host == "github.com" || strings.HasPrefix(host, "github."):
		key = catalog.AnnotationGitHubProjectSlug
	case host == "gitlab.com" || strings.HasPrefix(host, "gitlab."):
		key = catalog.AnnotationGitLabProjectSlug
	}
	written := strings.TrimSpace(p.Entity.Metadata.Annotations[key])
	if key == "" || written == "" || strings.EqualFold(written, slug) || looksUnfilled(written) || strings.Contains(written, "{{") {
		return
	}
	pointer := "/metadata/annotations/" + tree.Escape(key)
	f := lint.Finding{Pointer: pointer, Message: fmt.Sprintf("%s is %s, but this is the repository %s", key, quoted(written), slug)}
	if edit, ok := rewrite(p.File.Text, p.Value(pointer), slug); ok {
		f.Fixes = unsafe("replace by "+slug, edit)
	}
	p.Report(f)
}

// checkNameOfPlace compares the name of a component that is alone in its file with the folder, or in the root with the
// repository.
func checkNameOfPlace(p *lint.EntityPass) {
	if path.Base(p.File.Text.Name) != discovered || !aloneInFile(p) {
		return
	}
	what, want := "folder", path.Base(path.Dir(p.File.Text.Name))
	if want == "." || want == ".backstage" {
		_, slug := repository(p.BaseURL)
		what, want = "repository", path.Base(slug)
	}
	if name := p.Entity.Metadata.Name; want != "." && name != "" && !strings.EqualFold(name, want) {
		p.Reportf("/metadata/name", "%s is in the %s %s", name, what, want)
	}
}

// aloneInFile reports whether the entity is the only one of its kind in its file.
func aloneInFile(p *lint.EntityPass) bool {
	n := 0
	for _, d := range p.File.Documents {
		if d.Entity != nil && d.Entity.Kind == p.Entity.Kind {
			n++
		}
	}
	return n == 1
}
