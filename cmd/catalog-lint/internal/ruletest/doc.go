// Package ruletest reads and runs tests of rules that are written in YAML, for people who write rules without Go: each
// case is a small catalog with the findings that are wanted in it.
//
//	version: 1
//	cases:
//	  - name: a service without a cost centre
//	    documents: |
//	      apiVersion: backstage.io/v1alpha1
//	      kind: Component
//	      metadata:
//	        name: orders
//	      spec: {type: service, lifecycle: production, owner: shop}
//	    want:
//	      - {rule: acme-cost-centre, line: 3, message: has no cost centre}
//
// [Parse] returns all that is wrong with such a file at once, as source.Errors. [Case.Run] lints the case's documents
// and returns what is not as wanted.
package ruletest
