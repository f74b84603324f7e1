// Package hidden keeps secrets out of what actions say.
package hidden

import (
	"errors"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
)

// Texts are texts that no error may have. Empty ones do not count.
type Texts []string

// From returns err without them. One that has them loses what it wraps, but for its class.
func (h Texts) From(err error) error {
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
