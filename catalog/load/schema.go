package load

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
)

//go:embed schema/*.json
var schemas embed.FS

// ErrNoSchema means that there is no JSON Schema for a kind.
var ErrNoSchema = errors.New("no JSON Schema for this kind")

// Schema returns a JSON Schema (draft 2020-12) of the entities of a kind, for editors and other tools; that of what all
// kinds have in common for the empty kind. It stands for itself: nothing in it refers to other files. The error is
// [ErrNoSchema] for kinds other than those of [catalog.Kinds].
//
// The schemas say what Backstage checks by its own, and the forms of names, labels, annotations and tags. What no
// schema can say – that URLs are URLs, that references can be read – only [Parse] finds.
func Schema(kind catalog.Kind) ([]byte, error) {
	if kind == "" {
		return schemas.ReadFile("schema/entity.json")
	}
	if !kind.Known() {
		return nil, fmt.Errorf("%w: %q", ErrNoSchema, kind)
	}
	return bundledSchema("schema/" + strings.ToLower(string(kind)) + ".json")
}

// bundledSchema returns a kind's schema with the common one among its definitions.
func bundledSchema(name string) ([]byte, error) {
	own, err := fs.ReadFile(schemas, name)
	if err != nil {
		return nil, err
	}
	common, err := fs.ReadFile(schemas, "schema/entity.json")
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	definitions := make(map[string]json.RawMessage)
	if err := json.Unmarshal(own, &members); err != nil {
		return nil, err
	}
	if defs, ok := members["$defs"]; ok {
		if err := json.Unmarshal(defs, &definitions); err != nil {
			return nil, err
		}
	}
	definitions["entity"] = common
	if members["$defs"], err = json.Marshal(definitions); err != nil {
		return nil, err
	}
	return json.MarshalIndent(members, "", "  ")
}
