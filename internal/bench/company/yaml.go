package company

import (
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog/snapshot"
)

// YAML returns a catalog file that says of a component what e says.
func YAML(e *snapshot.Entry) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "apiVersion: backstage.io/v1alpha1\nkind: %s\nmetadata:\n  name: %s\n  labels:\n    tier: %q\n", e.Ref.Kind, e.Ref.Name, e.Tier)
	fmt.Fprintf(&b, "  annotations:\n    backstage.io/managed-by-location: %s\n", e.Location)
	fmt.Fprintf(&b, "spec:\n  type: %s\n  lifecycle: %s\n", e.Type, e.Lifecycle)
	field := ""
	for _, r := range e.References {
		switch {
		case r.Field == "owner" || r.Field == "system":
			fmt.Fprintf(&b, "  %s: %s\n", r.Field, r.Target)
		case r.Field != field:
			fmt.Fprintf(&b, "  %s:\n", r.Field)
			fallthrough
		default:
			fmt.Fprintf(&b, "    - %s\n", r.Target)
		}
		field = r.Field
	}
	return []byte(b.String())
}
