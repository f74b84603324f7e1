package load_test

import (
	"strings"
	"testing"

	"github.com/goldenpath-go/goldenpath/catalog/load"
)

// ordinary is a catalog file as most are.
const ordinary = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: orders
  description: Takes orders and hands them to the warehouse.
  annotations:
    github.com/project-slug: acme/orders
    backstage.io/techdocs-ref: dir:.
    pagerduty.com/service-id: P123ABC
  labels:
    tier: "1"
  tags:
    - go
    - grpc
  links:
    - url: https://grafana.acme.com/d/orders
      title: Dashboard
      icon: dashboard
spec:
  type: service
  lifecycle: production
  owner: group:default/fulfilment
  system: shop
  providesApis:
    - orders-api
  consumesApis:
    - stock-api
    - payment-api
  dependsOn:
    - resource:default/orders-db
    - resource:default/orders-queue
`

func BenchmarkParse(b *testing.B) {
	benchmarks := []struct {
		name string
		data string
	}{
		{"ordinary", ordinary},
		{"refused", strings.Replace(ordinary, "  owner: group:default/fulfilment\n", "", 1)},
		{"many documents", strings.Repeat(ordinary+"---\n", 50)},
	}
	for _, bench := range benchmarks {
		b.Run(bench.name, func(b *testing.B) {
			data := []byte(bench.data)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				load.Parse(b.Context(), "catalog-info.yaml", data, &load.Options{BaseURL: shop})
			}
		})
	}
}
