package backstage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// TokenSource returns the bearer token for a request; it is asked each time. Being a function, it shows nothing of the
// token when a [Client] is printed or logged.
type TokenSource func(ctx context.Context) (string, error)

// Why there is no token.
var (
	ErrNoToken   = errors.New("is empty or not set")
	ErrTokenSize = errors.New("is too long to be a token")
)

const maxToken = 64 << 10

// StaticToken returns a source that always gives token.
func StaticToken(token string) TokenSource {
	return func(context.Context) (string, error) { return token, nil }
}

// EnvToken returns a source that gives the value of the environment variable called name, without spaces and line
// breaks around it. lookup is usually [os.LookupEnv]. It fails with [ErrNoToken] when the variable is not set or empty.
func EnvToken(name string, lookup func(string) (string, bool)) TokenSource {
	return func(context.Context) (string, error) {
		value, _ := lookup(name)
		return trimmed("environment variable "+name, value)
	}
}

// FileToken returns a source that gives the content of the file at path, without spaces and line breaks around it. The
// file is read for each request, so that a token which is replaced there, as Kubernetes does, is taken up at once. It
// fails with [ErrNoToken] when the file is empty, and with the error of reading it.
func FileToken(path string) TokenSource {
	return func(context.Context) (string, error) {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer f.Close()
		data, err := io.ReadAll(io.LimitReader(f, maxToken+1))
		if err != nil {
			return "", err
		}
		if len(data) > maxToken {
			return "", fmt.Errorf("file %s %w", path, ErrTokenSize)
		}
		return trimmed("file "+path, string(data))
	}
}

func trimmed(where, token string) (string, error) {
	token = strings.TrimSpace(token)
	if token == "" {
		return "", fmt.Errorf("%s %w", where, ErrNoToken)
	}
	return token, nil
}
