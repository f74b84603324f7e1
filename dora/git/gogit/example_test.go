package gogit_test

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/git"
	"github.com/goldenpath-go/goldenpath/dora/git/gogit"
)

// A clone that is read where there may be no git.
func Example() {
	clone := &git.Clone{Dir: "no/clone", Repo: "acme/orders", Command: "no-such-git", Fallback: gogit.Reader{}}
	tags := &git.Tags{Clone: clone, Pattern: "v*"}
	services := []dora.Service{{Name: "orders", Repo: "acme/orders"}}
	for _, err := range tags.Deployments(context.Background(), dora.Query{Services: services}) {
		fmt.Println(err)
	}
	// Output: open the clone in no/clone: stat no/clone: no such file or directory
}
