// Package optest plays the command op, as far as package onepassword uses it, for tests and demonstrations: an [Account] runs its
// commands in memory, and [Main] makes a program of it whose account is a file.
//
// It refuses commands, flags and arguments that op does not have, and answers with op's status and in op's words.
package optest
