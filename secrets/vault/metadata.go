package vault

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"github.com/goldenpath-go/goldenpath/secrets"
)

// metadata is what the server says of a secret.
type metadata struct {
	CreatedTime        time.Time         `json:"created_time"`
	CurrentVersion     int               `json:"current_version"`
	OldestVersion      int               `json:"oldest_version"`
	Versions           map[int]version   `json:"versions"`
	CustomMetadata     map[string]string `json:"custom_metadata"`
	CASRequired        bool              `json:"cas_required"`
	MaxVersions        int               `json:"max_versions"`
	DeleteVersionAfter string            `json:"delete_version_after"`
	LastUpdatedBy      json.RawMessage   `json:"last_updated_by"`
}

// Metadata returns what is known of a secret.
func (s *Store) Metadata(ctx context.Context, at secrets.Location) (*secrets.Metadata, error) {
	path, err := metadataPath(at)
	if err != nil {
		return nil, err
	}
	var m metadata
	if err := s.get(ctx, read(path, nil), &m); err != nil {
		return nil, err
	}
	versions := map[int]secrets.Version{}
	for number, v := range m.Versions {
		versions[number] = v.version(number)
	}
	if m.CustomMetadata == nil {
		m.CustomMetadata = map[string]string{}
	}
	return &secrets.Metadata{
		Created: m.CreatedTime, Current: m.CurrentVersion, Oldest: m.OldestVersion, Versions: versions, Custom: m.CustomMetadata, CASRequired: m.CASRequired,
		MaxVersions: m.MaxVersions, DeleteVersionAfter: duration(m.DeleteVersionAfter), UpdatedBy: actor(m.LastUpdatedBy),
	}, nil
}

func metadataPath(at secrets.Location) (string, error) {
	if err := versioned(at, "metadata"); err != nil {
		return "", err
	}
	return dataPath(at, "metadata")
}

// PutMetadata writes the settings that set carries; the server keeps the others.
func (s *Store) PutMetadata(ctx context.Context, at secrets.Location, set secrets.Settings) error {
	path, err := metadataPath(at)
	if err != nil {
		return err
	}
	body := map[string]any{}
	if set.Custom != nil {
		body["custom_metadata"] = set.Custom
	}
	if set.CASRequired != nil {
		body["cas_required"] = *set.CASRequired
	}
	if set.MaxVersions != nil {
		body["max_versions"] = *set.MaxVersions
	}
	c, err := put(path, body)
	if err != nil {
		return err
	}
	c.settled = func(ctx context.Context) (progress, error) {
		m, err := s.Metadata(ctx, at)
		if err == nil && holds(m, set) {
			return done, nil
		}
		return again(err)
	}
	_, err = s.do(ctx, c)
	return err
}

// holds reports whether m is as set wants it.
func holds(m *secrets.Metadata, set secrets.Settings) bool {
	return (set.Custom == nil || maps.Equal(m.Custom, set.Custom)) &&
		(set.CASRequired == nil || m.CASRequired == *set.CASRequired) &&
		(set.MaxVersions == nil || m.MaxVersions == *set.MaxVersions)
}

// DeleteMetadata removes a secret with all its versions.
func (s *Store) DeleteMetadata(ctx context.Context, at secrets.Location) error {
	path, err := metadataPath(at)
	if err != nil {
		return err
	}
	return s.remove(ctx, path, func(ctx context.Context) error {
		_, err := s.Metadata(ctx, at)
		return err
	})
}
