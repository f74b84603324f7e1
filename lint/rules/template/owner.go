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
			start := 0
			for _, end := range append(documentLine.FindAllIndex(x.Data, -1), []int{len(x.Data), len(x.Data)}) {
				t.checkOwner(f, x, start, end[0])
				start = end[1]
			}
		}
	}
}

// checkOwner looks at the document between two offsets of an entity file.
func (t *template) checkOwner(f *fetched, x *rendered, start, end int) {
	text := x.Data[start:end]
	kind := kindLine.FindSubmatchIndex(text)
	if kind == nil {
		return
	}
	owner := ownerLine.FindSubmatchIndex(text)
	if owner == nil {
		if isSplit(string(text)) {
			return
		}
		t.reportIn(f, x, []found{{start + kind[2], start + kind[3], ""}}, lint.Finding{
			Message: fmt.Sprintf("the %s that the template makes has no owner", text[kind[2]:kind[3]]), Help: ownerHelp,
		})
		return
	}
	value := strings.TrimSpace(string(text[owner[2]:owner[3]]))
	if strings.ContainsAny(value, "{") { // an expression, or what only a reader of YAML understands
		return
	}
	t.reportIn(f, x, []found{{start + owner[2], start + owner[3], ""}}, lint.Finding{
		Message: fmt.Sprintf("everything that the template makes is owned by %s", strings.Trim(value, `'"`)), Help: ownerHelp,
	})
}

const ownerHelp = "ask for the owner, and write owner: ${{ values.owner }}"

// isSplit reports whether a part of a document may come from elsewhere.
func isSplit(text string) bool { return strings.Contains(text, "{%") || strings.Contains(text, "<<:") }
