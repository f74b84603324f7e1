package github

import (
	"errors"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// hidden are texts that no error may have.
type hidden []string

// secretsOf returns the secrets of an input.
func secretsOf(in *scaffold.Object, more ...string) hidden {
	h := append(hidden{in.Text("token"), in.Text("webhookSecret")}, more...)
	for name := range in.Object("secrets").All() {
		h = append(h, in.Object("secrets").Text(name))
	}
	return h
}

// from returns err without them. One that has them loses what it wraps, but for its class.
func (h hidden) from(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	for _, secret := range h {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "***")
		}
	}
	if text == err.Error() {
		return err
	}
	for _, class := range []error{scaffold.ErrInput, scaffold.ErrConflict, scaffold.ErrNotFound} {
		if errors.Is(err, class) {
			return scaffold.Errorf(class, "%s", text)
		}
	}
	return errors.New(text)
}
