package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// encode writes v as JSON, indented or on one line, with a line feed at its end. What would act on a terminal or turn
// the direction of writing is escaped, and so are the brackets that CI systems take for commands: outside of strings,
// JSON has nothing of the kind.
func encode(w io.Writer, v any, indent string) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encode report: %w", err) // not of our types
	}
	_, err := w.Write(escape(out.Bytes(), `\u%04x`))
	return err
}

// longestCommand bounds what may stand before the bracket of a command, in bytes.
const longestCommand = 32

// escape writes the characters of a document that must not stand in a log as they are by a format of their numbers.
func escape(document []byte, format string) []byte {
	var out []byte
	kept := 0 // up to here the document is in out
	for i := 0; i < len(document); {
		r, size := utf8.DecodeRune(document[i:])
		acts := r != '\n' && r != '\t' && harmless(r) != r
		if acts || r == '[' && opensCommand(string(document[max(0, i-longestCommand):i])) {
			out = fmt.Appendf(append(out, document[kept:i]...), format, r)
			kept = i + size
		}
		i += size
	}
	if kept == 0 {
		return document
	}
	return append(out, document[kept:]...)
}

// ptr returns a pointer to v, for members that may be left out.
func ptr[T any](v T) *T { return &v }
