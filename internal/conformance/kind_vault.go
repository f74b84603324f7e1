package main

import (
	"context"
	"fmt"

	"github.com/goldenpath-go/goldenpath/internal/conformance/vaultconf"
)

// vaultKind runs the tests of secrets/vault and examples/secretspr against a real Vault.
var vaultKind = kind{
	name:  "vault",
	about: "internal/vaultdev, the module that a real Vault is built from; minutes the first time",
	run: func(ctx context.Context, path string, s settings) (tally, error) {
		result, err := vaultconf.Check(ctx, path, s.out)
		fmt.Fprintln(s.out, result)
		return tally{result.Passed, result.Failed}, err
	},
}
