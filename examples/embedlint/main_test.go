package main

func Example() {
	main()
	// Output:
	// catalog-info.yaml:3:1: warning: system:default/shop has no cost centre [acme-cost-centre]
	//    |
	//  2 | kind: System
	//  3 | metadata:
	//    | ^~~~~~~~
	//
	// 1 warning in 1 of 1 file
}
