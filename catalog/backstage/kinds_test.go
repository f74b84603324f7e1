package backstage_test

import (
	"errors"

	"github.com/goldenpath-go/goldenpath/catalog/backstage"
)

// errorKinds returns which of the package's conditions an error is.
func errorKinds(err error) map[string]bool {
	kinds := map[string]bool{}
	for name, kind := range map[string]error{
		"ErrNotFound": backstage.ErrNotFound, "ErrNoRoute": backstage.ErrNoRoute, "ErrConflict": backstage.ErrConflict,
		"ErrUnauthorized": backstage.ErrUnauthorized, "ErrForbidden": backstage.ErrForbidden,
	} {
		if errors.Is(err, kind) {
			kinds[name] = true
		}
	}
	return kinds
}
