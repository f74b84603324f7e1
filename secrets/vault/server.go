package vault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/secrets"
)

// health is what the server says of itself.
type health struct {
	ClusterID   string `json:"cluster_id"`
	Version     string `json:"version"`
	Initialized bool   `json:"initialized"`
	Sealed      bool   `json:"sealed"`
	Standby     bool   `json:"standby"`
	Enterprise  bool   `json:"enterprise"` // newer servers say so; the older ones' version does
	Time        int64  `json:"server_time_utc"`
}

// Health asks the server how it is, without a token.
func (s *Store) Health(ctx context.Context) (secrets.Health, error) {
	query := url.Values{"standbyok": {"true"}, "perfstandbyok": {"true"}}
	for _, state := range []string{"sealedcode", "uninitcode", "drsecondarycode"} {
		query.Set(state, "200")
	}
	c := read("sys/health", query)
	c.open = true
	a, err := s.do(ctx, c)
	if err != nil {
		return secrets.Health{}, err
	}
	var h health
	if err := json.Unmarshal(a.body, &h); err != nil {
		return secrets.Health{}, errors.New("GET sys/health: the answer is not JSON")
	}
	return secrets.Health{
		ClusterID: h.ClusterID, Version: h.Version, Initialized: h.Initialized, Sealed: h.Sealed, Standby: h.Standby,
		Enterprise: h.Enterprise || strings.Contains(h.Version, "+ent"), Time: time.Unix(h.Time, 0).UTC(),
	}, nil
}

// Capabilities asks what the token may do.
func (s *Store) Capabilities(ctx context.Context, paths ...string) (map[string][]string, error) {
	c, err := put("sys/capabilities-self", map[string][]string{"paths": paths})
	if err != nil {
		return nil, err
	}
	var found map[string][]string
	err = s.get(ctx, c, &found)
	return found, err
}

// Password has the server generate a value.
func (s *Store) Password(ctx context.Context, policy string) (plan.Secret, error) {
	if err := checkPath("password policy", policy); err != nil {
		return plan.Secret{}, err
	}
	c := read(fmt.Sprintf("sys/policies/password/%s/generate", policy), nil)
	c.private = true
	var generated struct{ Password string }
	err := s.get(ctx, c, &generated)
	return plan.NewSecret(generated.Password), err
}
