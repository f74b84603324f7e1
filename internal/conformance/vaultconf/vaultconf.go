// Package vaultconf holds secrets/vault and examples/secretspr against a real Vault, which it builds and runs.
package vaultconf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/vaultproc"
)

// Result is how the tests went.
type Result struct {
	Passed, Failed int
	Real           int // those among Passed that met a real Vault
}

// String is a line that tells all three.
func (r Result) String() string {
	return fmt.Sprintf("%d passed, %d of them against a real Vault; %d failed", r.Passed, r.Real, r.Failed)
}

// ErrNotMet says that no test met a real Vault, so that nothing was shown.
var ErrNotMet = errors.New("no test met a real Vault")

// Check builds the Vault in folder module, and runs the tests against it, a server for each; then one of them with random inputs.
// What failed is written to out.
func Check(ctx context.Context, module string, out io.Writer) (Result, error) {
	dir, err := os.MkdirTemp("", "vaultdev")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "vaultdev")
	if err := vaultproc.Build(ctx, module, binary); err != nil {
		return Result{}, err
	}
	result, err := tests(ctx, binary, out)
	if err != nil || result.Failed > 0 {
		return result, err
	}
	if said, err := fuzz(ctx, binary); err != nil {
		fmt.Fprintf(out, "%s", said)
		result.Failed++
		return result, nil
	}
	result.Passed++
	result.Real++
	return result, nil
}

const ours = "github.com/goldenpath-go/goldenpath/"

func tests(ctx context.Context, binary string, out io.Writer) (Result, error) {
	cmd := exec.CommandContext(ctx, "go", "test", "-json", ours+"secrets/vault", ours+"examples/secretspr", "-vaultdev", binary)
	cmd.Stderr = out
	events, err := cmd.StdoutPipe()
	if err != nil {
		return Result{}, err
	}
	if err := cmd.Start(); err != nil {
		return Result{}, err
	}
	result, err := tally(events, out)
	if waitErr := cmd.Wait(); err == nil && result.Failed == 0 && waitErr != nil {
		err = fmt.Errorf("go test: %w", waitErr) // did not build, or died
	}
	if err == nil && result.Real == 0 && result.Failed == 0 {
		err = ErrNotMet
	}
	return result, err
}

// fuzz asks for secrets by names from anywhere, and reads back from the server what is granted then.
func fuzz(ctx context.Context, binary string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", "test", ours+"secrets/vault", "-run", "^$", "-fuzz", "^FuzzGrants$", "-fuzztime", "3000x",
		"-fuzzminimizetime", "20x", "-parallel", "1", "-vaultdev", binary)
	return cmd.CombinedOutput()
}

// event is a line of go test -json.
type event struct {
	Action, Package, Test, Output string
}

// tally counts the tests and subtests of a run, and writes the output of those that failed.
func tally(events io.Reader, out io.Writer) (Result, error) {
	var r Result
	said := map[string]string{}
	for dec := json.NewDecoder(events); ; {
		var e event
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			return r, nil
		} else if err != nil {
			return r, fmt.Errorf("output of go test: %w", err)
		}
		if e.Action == "output" || e.Action == "build-output" {
			said[e.Package+e.Test] += e.Output
		}
		if e.Action == "fail" || e.Action == "build-fail" {
			fmt.Fprint(out, said[e.Package+e.Test])
		}
		r.count(e)
	}
}

func (r *Result) count(e event) {
	switch {
	case e.Test == "":
	case e.Action == "fail":
		r.Failed++
	case e.Action == "pass":
		r.Passed++
		if strings.Contains(e.Test, "/real") {
			r.Real++
		}
	}
}
