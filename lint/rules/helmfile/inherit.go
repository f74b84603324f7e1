package helmfile

import (
	"context"
	"fmt"
	"slices"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/lint"
)

// exceptions are the fields that an inherit may leave out.
func exceptions() []string {
	return []string{"labels", "values", "valuesTemplate", "setTemplate", "set", "setString", "secrets"}
}

var exceptItem = expression(`/inherit/\d+/except/\d+$`)

// checkInherit reports templates that do not exist or inherit from themselves, and exceptions that except nothing.
func checkInherit(ctx context.Context, h *project) {
	reports(helmfile.ClassTemplateUnknown, helmfile.ClassTemplateCycle)(ctx, h)
	for _, name := range h.sources() {
		l := h.layout(name)
		if l == nil {
			continue
		}
		for _, s := range l.sorted() {
			if s.value.Kind == tree.String && exceptItem().MatchString(s.pointer) && !slices.Contains(exceptions(), s.value.Text) && l.raw(s.start, s.end) != "x" {
				h.say(lint.Finding{
					Range: l.text.Range(s.start, s.end), Pointer: s.pointer, Message: fmt.Sprintf("except %s does nothing: it is inherited all the same", s.value.Text),
					Help: "except knows " + listedAll(exceptions()),
				})
			}
		}
	}
}
