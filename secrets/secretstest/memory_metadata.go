package secretstest

import (
	"context"
	"fmt"
	"maps"
	"unicode"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// The limits of custom metadata.
const (
	maxPairs      = 64
	maxPairKey    = 128
	maxPairValue  = 512
	maxTextLength = 1 << 20
)

// Metadata returns what is known of a secret.
func (m *Memory) Metadata(ctx context.Context, at secrets.Location) (out *secrets.Metadata, err error) {
	err = m.do(ctx, "GET", apiPath(at, "metadata"), func() error {
		all, err := m.versioned(at)
		if err != nil {
			return err
		}
		e := all[at.Path]
		if e == nil {
			return secrets.ErrNotFound
		}
		out = &secrets.Metadata{
			Created: e.created, Current: e.current, Oldest: e.oldest, Custom: maps.Clone(e.custom), CASRequired: e.casRequired, MaxVersions: e.maxVersions,
			Versions: map[int]secrets.Version{},
		}
		for number, v := range e.versions {
			out.Versions[number] = v.Version
		}
		return nil
	})
	return out, err
}

// PutMetadata writes settings.
func (m *Memory) PutMetadata(ctx context.Context, at secrets.Location, s secrets.Settings) error {
	return m.do(ctx, "POST", apiPath(at, "metadata"), func() error {
		all, err := m.versioned(at)
		if err != nil {
			return err
		}
		if err := checkPairs(s.Custom); err != nil {
			return err
		}
		e := all[at.Path]
		if e == nil {
			e = newEntry(m.now())
			all[at.Path] = e
		}
		if s.Custom != nil {
			e.custom = maps.Clone(s.Custom)
		}
		if s.CASRequired != nil {
			e.casRequired = *s.CASRequired
		}
		if s.MaxVersions != nil {
			e.maxVersions = *s.MaxVersions
		}
		return nil
	})
}

// checkPairs refuses what a server does not take as custom metadata.
func checkPairs(pairs map[string]string) error {
	if len(pairs) > maxPairs {
		return fmt.Errorf("%d pairs are more than %d: %w", len(pairs), maxPairs, secrets.ErrInvalid)
	}
	for key, value := range pairs {
		if !isPair(key, maxPairKey) || !isPair(value, maxPairValue) {
			return fmt.Errorf("pair %q is empty, too long or not printable: %w", key, secrets.ErrInvalid)
		}
	}
	return nil
}

func isPair(s string, limit int) bool {
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return s != "" && len(s) <= limit
}

// DeleteMetadata removes a secret with its versions.
func (m *Memory) DeleteMetadata(ctx context.Context, at secrets.Location) error {
	return m.do(ctx, "DELETE", apiPath(at, "metadata"), func() error {
		all, err := m.versioned(at)
		delete(all, at.Path)
		return err
	})
}
