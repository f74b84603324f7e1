//go:build !race

package main

// slack is by how much a test may exceed what is promised of time and memory: not at all.
const slack = 1
