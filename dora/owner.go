package dora

import (
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// Unowned is the team of the services that name no owner.
const Unowned = "unowned"

// ownerRef returns the one spelling of a reference to an owner. What is no
// reference is taken as it stands: a figure without a team would be lost.
func ownerRef(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return Unowned
	}
	ref, err := catalog.ParseRef(s, catalog.Ref{Kind: catalog.Group, Namespace: catalog.DefaultNamespace})
	if err != nil {
		return strings.ToLower(s)
	}
	return strings.ToLower(ref.String())
}
