package vault

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/goldenpath-go/goldenpath/secrets"
)

const policies = "sys/policies/acl"

// again is the progress of a write whose wanted state does not hold, when looking for it gave err.
func again(err error) (progress, error) {
	if err == nil || errors.Is(err, secrets.ErrNotFound) {
		return notDone, nil
	}
	return unclear, err
}

// Policies returns the names of all policies.
func (s *Store) Policies(ctx context.Context) ([]string, error) { return s.list(ctx, policies) }

// Policy returns a policy's text.
func (s *Store) Policy(ctx context.Context, name string) (string, error) {
	if err := checkName("policy", name); err != nil {
		return "", err
	}
	var found struct{ Policy string }
	err := s.get(ctx, read(policies+"/"+name, nil), &found)
	return found.Policy, err
}

// PutPolicy creates or replaces a policy. The server decodes a text that happens to be base64, so such a one is encoded.
func (s *Store) PutPolicy(ctx context.Context, name, text string) error {
	if err := checkName("policy", name); err != nil {
		return err
	}
	if text == "" {
		return fmt.Errorf("%w: policy %q is empty", secrets.ErrInvalid, name)
	}
	sent := text
	if _, err := base64.StdEncoding.DecodeString(text); err == nil {
		sent = base64.StdEncoding.EncodeToString([]byte(text))
	}
	c, err := put(policies+"/"+name, map[string]string{"policy": sent})
	if err != nil {
		return err
	}
	c.settled = func(ctx context.Context) (progress, error) {
		now, err := s.Policy(ctx, name)
		if err == nil && now == text {
			return done, nil
		}
		return again(err)
	}
	_, err = s.do(ctx, c)
	return err
}

// DeletePolicy removes a policy.
func (s *Store) DeletePolicy(ctx context.Context, name string) error {
	if err := checkName("policy", name); err != nil {
		return err
	}
	return s.remove(ctx, policies+"/"+name, func(ctx context.Context) error {
		_, err := s.Policy(ctx, name)
		return err
	})
}
