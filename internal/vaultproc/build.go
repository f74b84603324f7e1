// Package vaultproc runs a real Vault as a child process, for tests and demonstrations, and plays the part of Kubernetes
// for it, so that service accounts can log in.
//
// [Build] makes the program of module internal/vaultdev: minutes the first time, since Vault is large, and seconds from
// then on. [Start] runs it: a fraction of a second, so each test has a server of its own. [NewKube] is the Kubernetes
// API as far as Vault asks it.
package vaultproc

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// Build builds the module in folder module into the file binary. The modules that it needs are downloaded, unless they
// were before. The error shows what the go command said.
func Build(ctx context.Context, module, binary string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", binary, ".")
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build a Vault from %s: %w: %s", module, err, strings.TrimSpace(string(out)))
	}
	return nil
}
