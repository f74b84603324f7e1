//go:build race

package main

// slack is by how much the race detector may exceed what is promised of time and memory.
const slack = 20
