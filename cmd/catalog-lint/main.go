// Command catalog-lint tells what is wrong with the catalog files of a repository: what Backstage would refuse, and
// what an organisation wants said in them. See the package's README, or run catalog-lint --help.
package main

import "os"

func main() {
	os.Exit(newProgram().main(os.Args[1:]))
}
