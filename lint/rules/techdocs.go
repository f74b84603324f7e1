package rules

import (
	"path"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// checkTechDocsDir looks at folders other than the entity's own, for which TechDocs makes up a configuration.
func checkTechDocsDir(p *lint.EntityPass) {
	folder, ok := docsFolder(p)
	if !ok {
		return
	}
	pointer := "/metadata/annotations/" + tree.Escape(catalog.AnnotationTechDocsRef)
	if !p.FileExists(folder) {
		p.Reportf(pointer, "there is no folder %s", folder)
		return
	}
	hasFile := func(name string) bool { return p.FileExists(path.Join(folder, name)) }
	if !slices.ContainsFunc([]string{"mkdocs.yml", "mkdocs.yaml", "docs"}, hasFile) {
		p.Reportf(pointer, "folder %s has no mkdocs.yml", folder)
	}
}

// docsFolder returns the folder of the documentation, if it is one within the linted files and not the entity's own.
func docsFolder(p *lint.EntityPass) (string, bool) {
	target, ok := strings.CutPrefix(p.Entity.Metadata.Annotations[catalog.AnnotationTechDocsRef], "dir:")
	if target = strings.TrimSpace(target); !ok || target == "" || path.IsAbs(target) {
		return "", false
	}
	own := path.Dir(p.File.Text.Name)
	folder := path.Join(own, target)
	return folder, folder != own && folder != ".." && !strings.HasPrefix(folder, "../")
}
