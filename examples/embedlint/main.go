// Embedlint adds a rule of its own to a linter and lints a catalog that is in memory.
package main

import (
	"context"
	"log"
	"os"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/lint"
	"github.com/goldenpath-go/goldenpath/lint/report"
)

const shop = "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata:\n  name: shop\nspec:\n  owner: team-a\n"

var costCentre = &lint.Rule{Name: "acme-cost-centre", Entity: func(p *lint.EntityPass) {
	if p.Entity.Metadata.Labels["acme.io/cost-centre"] == "" {
		p.Report(lint.Finding{Range: p.Key("/metadata"), Message: p.Facts.Ref.String() + " has no cost centre"})
	}
}}

func main() {
	catalog := fstest.MapFS{"catalog-info.yaml": {Data: []byte(shop)}}
	l := lint.Linter{Rules: []*lint.Rule{costCentre}}
	result, err := l.Run(context.Background(), catalog, []string{"catalog-info.yaml"})
	if err != nil {
		log.Fatal(err)
	}
	_ = report.Text(os.Stdout, result, &report.Options{Open: catalog}) // only fails when standard output does
}
