package helmfile_test

import (
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"github.com/goldenpath-go/goldenpath/helmfile"
)

// shop is a helmfile of two environments.
func shop() fstest.MapFS {
	return fstest.MapFS{
		"helmfile.yaml.gotmpl": {Data: []byte(`environments:
  staging:
    values: [common.yaml, staging.yaml]
  production:
    values: [common.yaml, production.yaml]
---
releases:
  - name: orders
    namespace: shop
    chart: internal/orders
    version: 1.4.2
    values:
      - orders.yaml
      - host: orders.{{ .Values.domain }}
    set:
      - name: image.tag
        value: {{ requiredEnv "IMAGE_TAG" }}
  - name: cache
    namespace: shop
    chart: bitnami/redis
    condition: cache.enabled
`)},
		"common.yaml":     {Data: []byte("domain: example.test\ncache: {enabled: true}\n")},
		"staging.yaml":    {Data: []byte("domain: staging.example.test\ncache: {enabled: false}\n")},
		"production.yaml": {Data: []byte("replicas: 6\n")},
		"orders.yaml":     {Data: []byte("replicas: 1\nhost: none\n")},
	}
}

// What each environment has, without helm, charts or a cluster.
func Example() {
	ctx := context.Background()
	state, err := helmfile.Load(shop(), "", &helmfile.Options{Environ: map[string]string{"IMAGE_TAG": "v7"}})
	if err != nil {
		log.Fatal(err)
	}
	environments, err := state.ResolveAll(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range environments {
		fmt.Println(e.Environment)
		for _, r := range e.Releases() {
			fmt.Printf("  %s %s on: %s, %s\n", r.Key(), r.Chart, r.Active(), r.Condition.Why)
		}
	}
	// Output:
	// staging
	//   shop/cache bitnami/redis on: no, cache.enabled is false at staging.yaml:2:18
	//   shop/orders internal/orders on: yes, it has no condition
	// production
	//   shop/cache bitnami/redis on: yes, cache.enabled is true at common.yaml:2:18
	//   shop/orders internal/orders on: yes, it has no condition
}

// Where each value came from, and what it hides.
func ExampleValue_Overrode() {
	state, err := helmfile.Load(shop(), "", &helmfile.Options{Environ: map[string]string{"IMAGE_TAG": "v7"}})
	if err != nil {
		log.Fatal(err)
	}
	staging, err := state.Resolve(context.Background(), "staging")
	if err != nil {
		log.Fatal(err)
	}
	orders := staging.Releases()[1]
	orders.Effective().Leaves(func(path string, leaf *helmfile.Value) bool {
		fmt.Printf("%s: %s (%s, %s)\n", path, leaf.Text(), leaf.Origin().Pos, leaf.Origin().Layer)
		for hidden := leaf.Overrode(); hidden != nil; hidden = hidden.Overrode() {
			fmt.Printf("  hides %s at %s\n", hidden.Text(), hidden.Origin().Pos)
		}
		return true
	})
	// Output:
	// host: orders.staging.example.test (helmfile.yaml.gotmpl:14:15, release values)
	//   hides none at orders.yaml:2:7
	// image.tag: v7 (helmfile.yaml.gotmpl:17:16, set)
	// replicas: 1 (orders.yaml:1:11, release values)
}

// All variables that are missing are told at once, and the rest is resolved all the same.
func ExampleResolution_missingEnv() {
	state, err := helmfile.Load(shop(), "", nil)
	if err != nil {
		log.Fatal(err)
	}
	staging, err := state.Resolve(context.Background(), "staging")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(staging.Err(helmfile.StageList))
	tag := staging.Releases()[1].Effective().Lookup("image", "tag")
	fmt.Println(tag.Kind(), "-", tag.Reason())
	// Output:
	// helmfile.yaml.gotmpl:17:16: required env var `IMAGE_TAG` is not set (set IMAGE_TAG, also to resolve without deploying)
	// unknown - the environment variable IMAGE_TAG is not set
}

// A file that was written for a helmfile before 1.0 is read all the same, and it is told what today's says.
func ExampleOptions_compatible() {
	state, err := helmfile.Load(fstest.MapFS{
		"helmfile.yaml": {Data: []byte(`environments:
  staging: {}
releases:
  - name: orders
    chart: internal/orders
    set:
      - name: image.tag
        value: {{ requiredEnv "IMAGE_TAG" }}
`)},
	}, "", &helmfile.Options{Compatible: true, Environ: map[string]string{"IMAGE_TAG": "v7"}})
	if err != nil {
		log.Fatal(err)
	}
	staging, err := state.Resolve(context.Background(), "staging")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(staging.Releases()[0].Effective().Lookup("image", "tag").Text())
	for _, e := range staging.Today {
		fmt.Println(e.Pos, e.Class)
	}
	// Output:
	// v7
	// helmfile.yaml:3:1 env-and-releases-in-one-part
	// helmfile.yaml:8:17 yaml
}

func ExampleParseSelector() {
	s, err := helmfile.ParseSelector("tier=web,team!=a")
	fmt.Println(s.Matches(map[string]string{"tier": "web"}), s.Matches(map[string]string{"tier": "web", "team": "a"}), err)
	_, err = helmfile.ParseSelector("tier")
	fmt.Println(err)
	// Output:
	// true false <nil>
	// malformed label: tier. Expected label in form k=v or k!=v
}
