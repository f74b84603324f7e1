package onepassword_test

import (
	"cmp"
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/onboarding"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
	"github.com/goldenpath-go/goldenpath/onboarding/onepassword/optest"
)

func Example() {
	ctx := context.Background()
	op := optest.New("Payments") // elsewhere &onepassword.Op{Env: …}
	o := &onboarding.Onboarder{Providers: []onboarding.Provider{&onepassword.Provider{Runner: op}}}
	ada := onboarding.Person{Email: "ada@example.com", Name: "Ada Lovelace"}
	wanted := []onboarding.Grant{
		{Provider: "onepassword", Kind: onepassword.AccountKind},
		{Provider: "onepassword", Kind: onepassword.GroupKind, Object: "Payments"},
	}
	run := func() {
		review, err := o.Join(ctx, ada, wanted)
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
			fmt.Printf("%s %s: %s\n", item.State, item.Title(), cmp.Or(item.Note, "there"))
		}
	}
	run()
	if err := op.Accept(ada.Email); err != nil {
		fmt.Println(err)
	}
	fmt.Println("-- she accepts; the next run confirms it")
	run()
	// Output:
	// pending onepassword/account: was invited, and has not accepted yet
	// blocked onepassword/group/Payments as member: waits for the account: the person was invited, and has not accepted yet
	// -- she accepts; the next run confirms it
	// done onepassword/account: there
	// done onepassword/group/Payments as member: there
}
