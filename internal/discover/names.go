package discover

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// backstageVersion finds the apiVersion of one of Backstage's own kinds.
var backstageVersion = regexp.MustCompile(`(?m)^["']?apiVersion["']?[ \t]*:[ \t]*["']?([a-z0-9-]+\.)*backstage\.io/`)

// isYAML reports whether name ends in .yaml or .yml.
func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

func templateNames() []string { return []string{"template.yaml", "template.yml"} }

// isCatalogName reports whether a file is known for a catalog file by its last name alone.
func isCatalogName(name string) bool {
	base := path.Base(name)
	return base == "catalog-info.yaml" || base == "catalog-info.yml" || slices.Contains(templateNames(), base)
}

// inCatalogFolder reports whether a file lies in a folder that usually holds catalog files, at the root or at the
// path that was asked for. Other YAML lies there as well, so its content must tell.
func inCatalogFolder(name, asked string) bool {
	if asked != "." && inCatalogFolder(strings.TrimPrefix(name, asked+"/"), ".") {
		return true
	}
	return strings.HasPrefix(name, "catalog/") || strings.HasPrefix(name, "org/")
}

// isSkeletonName reports whether a folder beside a template usually holds what the template copies.
func isSkeletonName(name string) bool {
	return name == "skeleton" || name == "skeletons" || name == "content"
}
