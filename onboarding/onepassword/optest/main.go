package optest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/goldenpath-go/goldenpath/onboarding/onepassword"
)

// Save writes the account to a file, for [Main].
func (a *Account) Save(file string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	data, err := json.Marshal(a.it)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o600)
}

// Open returns the account in a file.
func Open(file string) (*Account, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	a := &Account{}
	if err := json.Unmarshal(data, &a.it); err != nil {
		return nil, fmt.Errorf("read the account: %w", err)
	}
	return a, nil
}

// Main is the command op on the account in a file: it runs a command line, and returns the status to exit with. One at a time may
// run on a file.
func Main(ctx context.Context, file string, args []string, stdout, stderr io.Writer) int {
	out, err := run(ctx, file, args)
	var refused *onepassword.ExitError
	switch {
	case errors.As(err, &refused):
		_, _ = fmt.Fprintln(stderr, refused.Text) // there is nobody else to tell
		return refused.Code
	case err == nil:
		_, err = stdout.Write(out)
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func run(ctx context.Context, file string, args []string) ([]byte, error) {
	a, err := Open(file)
	if err != nil {
		return nil, err
	}
	out, err := a.Run(ctx, args...)
	if err != nil {
		return nil, err
	}
	return out, a.Save(file)
}
