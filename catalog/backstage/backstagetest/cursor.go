package backstagetest

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// cursor is a place in the answer to a query: between two entities, and from there onwards or backwards. It holds the
// query itself as well, which is why Backstage looks at no other one beside a cursor.
type cursor struct {
	OrderFields []orderField `json:"orderFields"`
	FullText    fullText     `json:"fullTextFilter"`
	Query       any          `json:"query,omitempty"`
	Position    []string     `json:"orderFieldValues"`     // value that is sorted by, if any, and uid
	First       []string     `json:"firstSortFieldValues"` // the same of the very first entity
	Backwards   bool         `json:"isPrevious"`
	Total       int          `json:"totalItems"`
}

type orderField struct {
	Field string `json:"field"`
	Order string `json:"order"`
}

type fullText struct {
	Term   string   `json:"term"`
	Fields []string `json:"fields,omitempty"`
}

func (c *cursor) encode() string {
	data, err := json.Marshal(c)
	if err != nil {
		return "" // cannot be: it was read from JSON
	}
	return encodeBase64(data)
}

func decodeCursor(text string) (*cursor, error) {
	data, err := decodeBase64(text)
	if err != nil {
		return nil, inputError("Malformed cursor: %s", err)
	}
	c := new(cursor)
	if err := json.Unmarshal(data, c); err != nil {
		return nil, inputError("Malformed cursor: SyntaxError: %s", err)
	}
	return c, nil
}

func encodeBase64(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

func decodeBase64(text string) ([]byte, error) {
	return base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
}
