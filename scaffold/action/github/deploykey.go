package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/hidden"
)

// keyed is what undoes a deploy key. What was there before is not named in it.
type keyed struct {
	repoURL
	Mark   string `json:"mark,omitempty"`   // digest of the public key, by which it is found; empty: it was there
	ID     int64  `json:"id,omitempty"`     // 0: perhaps it was not made
	Secret string `json:"secret,omitempty"` // with the private key; empty: it was there
}

// deployKey gives a key access to the repository, and stores its private half as a secret of Actions. What is there already is
// not made again.
func deployKey(ctx context.Context, r *repository, c *scaffold.Call) error {
	private := c.Input.Text("privateKey")
	name := c.Input.Text("deployKeyName")
	secret := textOr(c.Input, "privateKeySecretName", strings.ToUpper(strings.ReplaceAll(name, " ", "_"))+"_PRIVATE_KEY")
	err := r.makeDeployKey(ctx, c, name, secret)
	if err == nil {
		err = r.setSecrets(ctx, r.in("actions"), scaffold.NewObject(secret, private))
	}
	if err != nil {
		return hidden.Texts{private}.From(fmt.Errorf("create deploy key %s: %w", name, err))
	}
	c.Output("privateKeySecretName", secret)
	return nil
}

func (r *repository) makeDeployKey(ctx context.Context, c *scaffold.Call, name, secret string) error {
	public := c.Input.Text("publicKey")
	was := keyed{repoURL: r.repoURL}
	known, err := c.Earlier(&was)
	if err != nil {
		return err
	}
	there, err := r.deployKeyOf(ctx, markOfKey(public))
	if err != nil {
		return err
	}
	if !known {
		if there == 0 {
			was.Mark = markOfKey(public)
		}
		if was.Secret, err = r.newSecret(ctx, secret); err != nil {
			return err
		}
		if err := c.Undo(was); err != nil {
			return err
		}
	}
	if there == 0 {
		var made struct{ ID int64 }
		if err := r.call(ctx, http.MethodPost, r.in("keys"), map[string]any{"title": name, "key": public}, &made); err != nil {
			return err
		}
		there = made.ID
	}
	if was.Mark == "" {
		return nil
	}
	was.ID = there
	return c.Undo(was)
}

// newSecret returns the name of a secret of Actions if there is none of that name yet.
func (r *repository) newSecret(ctx context.Context, name string) (string, error) {
	err := r.call(ctx, http.MethodGet, r.in("actions", "secrets", name), nil, nil)
	switch {
	case isGone(err):
		return name, nil
	case err != nil:
		return "", fmt.Errorf("look for secret %s: %w", name, err)
	}
	return "", nil
}

// markOfKey returns a digest of a public key without the comment, which GitHub does not keep.
func markOfKey(public string) string {
	parts := strings.Fields(public)
	return markOf(strings.Join(parts[:min(2, len(parts))], " "))
}

// deployKeyOf returns the number of a deploy key; 0 when there is none.
func (r *repository) deployKeyOf(ctx context.Context, mark string) (int64, error) {
	all, err := list[struct {
		ID  int64
		Key string
	}](ctx, r, "keys")
	for _, k := range all {
		if markOfKey(k.Key) == mark {
			return k.ID, err
		}
	}
	return 0, err
}

// undoDeployKey removes the key and the secret that were made.
func (s Services) undoDeployKey(ctx context.Context, data json.RawMessage) error {
	var was keyed
	if err := json.Unmarshal(data, &was); err != nil {
		return fmt.Errorf("read what to undo: %w", err)
	}
	r, err := s.connect(ctx, was.repoURL, "")
	if err != nil {
		return err
	}
	if was.ID == 0 && was.Mark != "" {
		if was.ID, err = r.deployKeyOf(ctx, was.Mark); err != nil {
			return err
		}
	}
	if was.ID != 0 {
		if err := r.remove(ctx, "keys", strconv.FormatInt(was.ID, 10)); err != nil {
			return err
		}
	}
	if was.Secret != "" {
		return r.remove(ctx, "actions", "secrets", was.Secret)
	}
	return nil
}
