package vault

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// engine is what the server says of a mount.
type engine struct {
	Path, Type, Accessor string
	Options              struct{ Version string }
}

func (e engine) mount() secrets.Mount {
	m := secrets.Mount{Path: strings.Trim(e.Path, "/"), Type: e.Type, Accessor: e.Accessor}
	switch {
	case e.Type != "kv" && e.Type != "generic": // the name it had before there were versions
	case e.Options.Version == "2":
		m.KV = 2
	default:
		m.KV = 1
	}
	return m
}

// Mount asks as Vault's own command does: what answers everybody who may do something at the path.
func (s *Store) Mount(ctx context.Context, path string) (secrets.Mount, error) {
	if err := checkMount(path); err != nil {
		return secrets.Mount{}, err
	}
	var e engine
	err := s.get(ctx, read("sys/internal/ui/mounts/"+path, nil), &e)
	if err == nil {
		return e.mount(), nil
	}
	if errors.Is(err, secrets.ErrDenied) && s.nothingAt(ctx, path) {
		return secrets.Mount{}, fmt.Errorf("engine at %s: %w", path, secrets.ErrNotFound)
	}
	return secrets.Mount{}, fmt.Errorf("engine at %s: %w", path, err)
}

// nothingAt reports whether no engine serves path, as far as the token may know: the server denies to tell of a path where
// there is nothing.
func (s *Store) nothingAt(ctx context.Context, path string) bool {
	var all map[string]engine
	if s.get(ctx, read("sys/mounts", nil), &all) != nil {
		return false
	}
	for mount := range all {
		if strings.HasPrefix(path+"/", mount) {
			return false
		}
	}
	return true
}
