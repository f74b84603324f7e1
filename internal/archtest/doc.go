// Package archtest holds the project to its arrows: which package may import which, what a program that imports one
// of them links, and the habits that make packages safe to embed. It consists of tests; the table in arrows_test.go
// gives the reason for each arrow.
package archtest
