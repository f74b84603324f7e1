package handover_test

import (
	"context"
	"fmt"
	"os"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/onboarding/handover"
)

func Example() {
	fsys := os.DirFS("testdata/acme")
	c, err := load.FS(context.Background(), fsys)
	if err != nil {
		fmt.Println(err)
		return
	}
	leaver := handover.Leaver{Ref: catalog.Ref{Kind: catalog.User, Name: "ada"}}
	r, err := handover.Find(c, fsys, leaver, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range r.Items {
		if i.Kind == handover.Owner || i.Kind == handover.LastMember {
			fmt.Printf("%s: %s: %s -> %q\n", i.Place, i.Kind, i.Entity, i.New)
		}
	}
	// Output:
	// catalog-info.yaml:26:10: owner: component:default/invoices -> "group:payments"
	// catalog-info.yaml:10:10: owner: component:default/orders -> "group:payments"
	// catalog-info.yaml:41:10: owner: component:shop/web -> "group:default/payments"
	// catalog-info.yaml:50:15: owner: system:default/billing -> "group:payments"
	// org/catalog-info.yaml:24:9: last-member: group:default/on-call -> ""
}
