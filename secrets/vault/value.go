package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// names is the answer to a list.
type names struct{ Keys []string }

// list returns names, sorted. Nothing to list is no error.
func (s *Store) list(ctx context.Context, path string) ([]string, error) {
	var found names
	err := s.get(ctx, list(path), &found)
	var answered *Error
	if errors.As(err, &answered) && answered.Status == http.StatusNotFound && answered.Message == "" {
		return nil, nil
	}
	slices.Sort(found.Keys)
	return found.Keys, err
}

// List returns the names in a folder.
func (s *Store) List(ctx context.Context, folder secrets.Location) ([]string, error) {
	path, err := folderPath(folder, "metadata")
	if err != nil {
		return nil, err
	}
	return s.list(ctx, path)
}

// Read returns a version of a secret. A field that is not a text, which this package writes none of, is its JSON.
func (s *Store) Read(ctx context.Context, at secrets.Location, version int) (secrets.Value, error) {
	path, err := dataPath(at, "data")
	if err != nil {
		return nil, err
	}
	var query url.Values
	if at.KV == 2 && version != 0 {
		query = url.Values{"version": {strconv.Itoa(version)}}
	}
	c := read(path, query)
	c.private = true
	if at.KV == 1 {
		var fields map[string]json.RawMessage
		err = s.get(ctx, c, &fields)
		return fieldsOf(path, fields, err)
	}
	var content struct{ Data map[string]json.RawMessage }
	err = s.get(ctx, c, &content)
	return fieldsOf(path, content.Data, err)
}

func fieldsOf(path string, fields map[string]json.RawMessage, err error) (secrets.Value, error) {
	if err != nil {
		return nil, err
	}
	if fields == nil {
		return nil, fmt.Errorf("read %s: %w", path, secrets.ErrNotFound)
	}
	value := secrets.Value{}
	for name, field := range fields {
		var text string
		if json.Unmarshal(field, &text) != nil {
			text = string(field)
		}
		value[name] = plan.NewSecret(text)
	}
	return value, nil
}

// Write adds a version. When the answer is lost it looks whether that was done, by the version's number and, where the
// token may read the value, by that.
func (s *Store) Write(ctx context.Context, at secrets.Location, v secrets.Value, cas int) (secrets.Version, error) {
	c, err := newWrite(at, v, cas)
	if err != nil {
		return secrets.Version{}, err
	}
	found := secrets.Version{}
	c.settled = func(ctx context.Context) (progress, error) {
		state, version, err := s.look(ctx, at, v, cas)
		found = version
		return state, err
	}
	a, err := s.do(ctx, c)
	if err != nil || found.Number != 0 || at.KV == 1 {
		return found, err
	}
	var written version
	if err := a.decode(c, &written); err != nil {
		return secrets.Version{}, err
	}
	return written.version(written.Version), nil
}

func newWrite(at secrets.Location, v secrets.Value, cas int) (*call, error) {
	path, err := dataPath(at, "data")
	if err != nil {
		return nil, err
	}
	fields := map[string]string{}
	for name, field := range v {
		if !utf8.ValidString(name) || !utf8.ValidString(field.Reveal()) {
			return nil, fmt.Errorf("%w: write %s: a field is not UTF-8, which JSON has no way to hold", secrets.ErrInvalid, path)
		}
		fields[name] = field.Reveal()
	}
	var body any = fields
	if at.KV == 2 {
		body = map[string]any{"data": fields, "options": map[string]int{"cas": cas}}
	}
	c, err := put(path, body)
	if err == nil {
		c.private = true
	}
	return c, err
}

// look finds out whether a write was done whose answer was lost.
func (s *Store) look(ctx context.Context, at secrets.Location, v secrets.Value, cas int) (progress, secrets.Version, error) {
	if at.KV == 1 {
		now, err := s.Read(ctx, at, 0)
		if err == nil && equal(now, v) {
			return done, secrets.Version{}, nil
		}
		return unclear, secrets.Version{}, nil // what is there may be newer than ours
	}
	m, err := s.Metadata(ctx, at)
	if errors.Is(err, secrets.ErrNotFound) {
		m, err = &secrets.Metadata{}, nil
	}
	if err != nil {
		return unclear, secrets.Version{}, err
	}
	if m.Current == cas {
		return notDone, secrets.Version{}, nil // should it be done yet, check-and-set refuses the second
	}
	if now, err := s.Read(ctx, at, cas+1); err == nil && equal(now, v) {
		return done, m.Versions[cas+1], nil
	}
	return unclear, secrets.Version{}, nil
}

func equal(a, b secrets.Value) bool {
	return maps.EqualFunc(a, b, func(x, y plan.Secret) bool { return x.Reveal() == y.Reveal() })
}

// version is a version as the server writes it.
type version struct {
	Version      int
	CreatedTime  time.Time       `json:"created_time"`
	DeletionTime string          `json:"deletion_time"` // empty when it is not deleted
	Destroyed    bool            `json:"destroyed"`
	CreatedBy    json.RawMessage `json:"created_by"`
}

func (v version) version(number int) secrets.Version {
	deleted, _ := time.Parse(time.RFC3339Nano, v.DeletionTime) // zero when it is empty
	return secrets.Version{
		Number: number, Created: v.CreatedTime, Deleted: deleted, Destroyed: v.Destroyed, CreatedBy: actor(v.CreatedBy),
	}
}

// actor returns who did something, which newer servers say.
func actor(raw json.RawMessage) string {
	var by struct {
		Actor    string `json:"actor"`
		ClientID string `json:"client_id"`
	}
	if json.Unmarshal(raw, &by) != nil {
		return ""
	}
	if by.Actor == "" {
		return by.ClientID
	}
	return by.Actor
}
