package helmfile

import (
	"path"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// Tool returns the tool that the rules are about. Its roots are the files that helmfile looks for: helmfile.yaml,
// helmfile.yaml.gotmpl, and YAML in a folder helmfile.d.
func Tool() *lint.Tool { return &lint.Tool{Name: "helmfile", Matches: isRoot} }

func isRoot(name string) bool {
	dir, base := path.Split(name)
	plain := strings.TrimSuffix(base, rendered)
	if plain == "helmfile.yaml" {
		return true
	}
	return path.Base(dir) == "helmfile.d" && (strings.HasSuffix(plain, ".yaml") || strings.HasSuffix(plain, ".yml"))
}

// rendered is the end of the names of files that are templates before they are YAML.
const rendered = ".gotmpl"

func isRendered(name string) bool { return strings.HasSuffix(name, rendered) }
