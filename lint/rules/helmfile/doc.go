// Package helmfile has the rules about helmfiles: what the real helmfile refuses, what it does without a word, and what
// differs between environments without being meant to. [Tool] tells which files are helmfiles.
//
// A helmfile is resolved in every environment that it defines, by package helmfile of this module: nothing is run or
// fetched, and no variable of the process is read. What cannot be known without that, nothing is said about. A finding
// that holds in some environments only names them.
//
// The rules are apart from package rules, since they link templates and what reads helmfiles.
package helmfile
