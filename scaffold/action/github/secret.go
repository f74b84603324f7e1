package github

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"golang.org/x/crypto/nacl/box"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// publicKey is what secrets are sealed for, as GitHub gives it.
type publicKey struct {
	ID  string `json:"key_id"`
	Key string `json:"key"`
}

// seal returns a sealed box (libsodium's crypto_box_seal) that GitHub alone can open.
func (k publicKey) seal(value string) (string, error) {
	raw, err := base64.StdEncoding.DecodeString(k.Key)
	if err != nil || len(raw) != 32 {
		return "", errors.New("seal a secret: the public key is not 32 bytes in Base64")
	}
	sealed, err := box.SealAnonymous(nil, []byte(value), (*[32]byte)(raw), rand.Reader)
	if err != nil {
		return "", fmt.Errorf("seal a secret: %w", err)
	}
	return base64.StdEncoding.EncodeToString(sealed), nil
}

// setSecrets stores secrets below a path: of Actions, or of an environment.
func (r *repository) setSecrets(ctx context.Context, base []string, secrets *scaffold.Object) error {
	if secrets.Len() == 0 {
		return nil
	}
	path := append(slices.Clip(base), "secrets")
	var key publicKey
	if err := r.call(ctx, http.MethodGet, append(slices.Clip(path), "public-key"), nil, &key); err != nil {
		return fmt.Errorf("read the public key for secrets: %w", err)
	}
	for name := range secrets.All() {
		sealed, err := key.seal(secrets.Text(name))
		if err != nil {
			return err
		}
		body := map[string]any{"encrypted_value": sealed, "key_id": key.ID}
		if err := r.call(ctx, http.MethodPut, append(slices.Clip(path), name), body, nil); err != nil {
			return fmt.Errorf("store secret %s: %w", name, err)
		}
	}
	return nil
}

// setVariables makes variables below a path.
func (r *repository) setVariables(ctx context.Context, base []string, variables *scaffold.Object) error {
	path := append(slices.Clip(base), "variables")
	for name := range variables.All() {
		body := map[string]any{"name": name, "value": variables.Text(name)}
		method, at := http.MethodPost, path
		if r.resumed {
			err := r.call(ctx, http.MethodGet, append(slices.Clip(path), name), nil, nil)
			if err != nil && !isGone(err) {
				return fmt.Errorf("look for variable %s: %w", name, err)
			}
			if err == nil {
				method, at = http.MethodPatch, append(slices.Clip(path), name)
			}
		}
		if err := r.call(ctx, method, at, body, nil); err != nil {
			return fmt.Errorf("make variable %s: %w", name, err)
		}
	}
	return nil
}
