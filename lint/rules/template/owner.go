package template

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// What the entity files of skeletons say of an owner. They are templates, and need not be YAML before they are rendered, so
// they are read by lines.
var (
	documentLine = regexp.MustCompile(`(?m)^---[ \t]*\r?$`)
	kindLine     = regexp.MustCompile(`(?m)^kind:[ \t]*['"]?(Component|API|Resource|System|Domain)\b`)
	ownerLine    = regexp.MustCompile(`(?m)^[ \t]+['"]?owner['"]?:[ \t]*([^\r\n]*)`)
)

// checkOwners reports entity files in skeletons that give no owner, or all that is made the same.
func checkOwners(t *template) {
	for _, f := range t.fetched() {
		for _, x := range f.entities {
			for _, o := range x.owners {
				t.reportIn(f, x, []found{o}, lint.Finding{Message: o.what, Help: ownerHelp})
			}
		}
	}
}

// findOwners returns what is wrong with the owners in an entity file.
func (x *rendered) findOwners() []found {
	var all []found
	start := 0
	for _, end := range append(documentLine.FindAllIndex(x.Data, -1), []int{len(x.Data), len(x.Data)}) {
		if o, ok := badOwner(x.Data[start:end[0]]); ok {
			all = append(all, found{start + o.start, start + o.end, o.what})
		}
		start = end[1]
	}
	return all
}

// badOwner returns what is wrong with the owner in a document; false when nothing is, or it cannot be told.
func badOwner(text []byte) (found, bool) {
	kind := kindLine.FindSubmatchIndex(text)
	if kind == nil {
		return found{}, false
	}
	owner := ownerLine.FindSubmatchIndex(text)
	if owner == nil {
		what := fmt.Sprintf("the %s that the template makes has no owner", text[kind[2]:kind[3]])
		return found{kind[2], kind[3], what}, !isSplit(string(text))
	}
	value := strings.TrimSpace(string(text[owner[2]:owner[3]]))
	what := fmt.Sprintf("everything that the template makes is owned by %s", strings.Trim(value, `'"`))
	return found{owner[2], owner[3], what}, !strings.Contains(value, "{") // an expression, or what only a reader of YAML understands
}

const ownerHelp = "ask for the owner, and write owner: ${{ values.owner }}"

// isSplit reports whether a part of a document may come from elsewhere.
func isSplit(text string) bool { return strings.Contains(text, "{%") || strings.Contains(text, "<<:") }
