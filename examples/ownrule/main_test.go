package main

import (
	"context"
	"fmt"
	"os"
)

func Example() {
	failed, err := run(context.Background(), os.Stdout, os.DirFS("."), []string{"catalog-info.yaml"})
	fmt.Println(failed, err)
	// Output:
	// catalog-info.yaml:6:25: error: "Confidential" is no class of data [acme-data-class]
	//    |
	//  5 |   labels:
	//  6 |     acme.io/data-class: Confidential
	//    |                         ^~~~~~~~~~~~
	//    = help: did you mean confidential?
	//    = fix: replace by confidential
	//
	// 1 error in 1 of 1 file (1 fixable)
	// true <nil>
}
