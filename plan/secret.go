package plan

import (
	"fmt"
	"io"
	"log/slog"
)

// hidden is what is shown of a secret.
const hidden = "***"

// Secret is a text that is not shown: it prints with every verb, logs and marshals as ***, also as a key of a map or deep in a
// struct. The zero value is the empty text.
type Secret struct {
	value *string // fmt prints the fields of fields without asking their methods: of a pointer, it prints the address
}

// NewSecret returns a Secret that holds value.
func NewSecret(value string) Secret { return Secret{&value} }

// Reveal returns the text itself. Call it where the text is used, and nowhere else.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// String returns ***.
func (Secret) String() string { return hidden }

// GoString returns ***.
func (Secret) GoString() string { return hidden }

// Format writes *** whatever the verb, those for numbers and bytes included.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText returns ***, also for JSON and for keys of maps.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue returns ***.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
