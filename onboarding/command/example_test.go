package command_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/command"
)

// A shell script grants Unix groups in a file.
func Example() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "groups")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "group")
	if err := os.WriteFile(file, []byte("staff:x:50:grace\n"), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	unix := &command.Provider{
		Called: "unix",
		Grants: []onboarding.Kind{{Name: "group", Doc: "a Unix group", Object: "GROUP", Stage: onboarding.Membership}},
		Caller: &command.Exec{
			Args: []string{"sh", filepath.Join("testdata", "unix-groups.sh")},
			Env:  []string{"PATH=" + os.Getenv("PATH"), "GROUP_FILE=" + file},
		},
		Addressed: true,
	}
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{unix}}
	ada := onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
	review, err := o.Join(ctx, ada, []onboarding.Grant{{Provider: "unix", Kind: "group", Object: "staff"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := o.Apply(ctx, review, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, item := range result.Items {
		fmt.Println(item.State, item.Title())
	}
	groups, err := os.ReadFile(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(groups))
	// Output:
	// done unix/group/staff
	// staff:x:50:grace,ada@example.com
}
