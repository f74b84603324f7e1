// Package known has the actions of Backstage and of its modules by their schemas, as a running scaffolder lists them: what they
// take and what they give, for those who read templates without running them.
package known

import (
	_ "embed" // the list

	"github.com/goldenpath-go/goldenpath/scaffold"
)

//go:embed actions.json
var list []byte

// Actions returns the actions, sorted by id. They can be dry-run, not run. The list and what is in it are the caller's.
func Actions() []*scaffold.Action {
	actions, err := scaffold.ParseActions(list)
	if err != nil {
		return nil // a test reads them
	}
	return actions
}
