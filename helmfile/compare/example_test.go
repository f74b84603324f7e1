package compare_test

import (
	"context"
	"fmt"
	"os"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/helmfile"
	"github.com/goldenpath-go/goldenpath/helmfile/compare"
)

func exampleState() *helmfile.State {
	s, err := helmfile.Load(fstest.MapFS{
		"helmfile.yaml": {Data: []byte(`environments:
  staging: {values: [common.yaml, staging.yaml]}
  production: {values: [common.yaml, production.yaml]}
---
releases:
  - name: orders
    chart: shop/orders
    version: "{{ .Values.orders }}"
  - name: redis
    chart: shop/redis
    version: 17.3.2
    condition: redis.enabled
`)},
		"common.yaml":     {Data: []byte("orders: 1.2.3\nredis: {enabled: true}\n")},
		"staging.yaml":    {Data: []byte("orders: 1.3.0\n")},
		"production.yaml": {Data: []byte("redis: {enabled: false}\n")},
	}, "helmfile.yaml", nil)
	if err != nil {
		fmt.Println(err)
	}
	return s
}

func ExampleCompare() {
	rs, err := exampleState().ResolveAll(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := compare.Compare(rs[0], rs[1], nil).WriteText(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// staging and production: 2 differences
	//
	// orders
	//   what     staging  production  set in staging  set in production
	//   version  1.3.0    1.2.3       staging.yaml:1  common.yaml:1
	//
	// redis
	//   what    staging  production  set in staging  set in production
	//   status  on       off         common.yaml:2   production.yaml:1
	//   off in production: redis.enabled is false at production.yaml:1:18
}

func ExampleNewMatrix() {
	rs, err := exampleState().ResolveAll(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := compare.NewMatrix(rs, nil).WriteMarkdown(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ### 2 releases in 2 environments, of which 2 differ
	//
	// **releases**
	//
	// | release | staging | production | differs in |
	// |---|---|---|---|
	// | `orders` | `on 1.3.0` | `on 1.2.3` | `version` |
	// | `redis` | `on 17.3.2` | `off 17.3.2` | `status` |
	//
	// - redis in production: off: redis.enabled is false at production.yaml:1:18
}
