package secrets

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/secrets"
	"github.com/goldenpath-go/goldenpath/source"
)

// ask adds the requests of the input to a file of the workspace, and returns all that the file asks for then.
func ask(c *scaffold.Call, file string) (*secrets.Config, error) {
	data, err := c.Workspace.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && len(inputItems(c)) > 0 {
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the requests for secrets: %w", c.Workspace.Wrap(err))
	}
	config, err := secrets.ParseConfig(file, data)
	if err != nil {
		return nil, inputError(err)
	}
	wanted, err := inputRequests(c, file, data)
	if err != nil {
		return nil, err
	}
	items, added, err := missing(c, config, wanted)
	if err != nil || len(items) == 0 {
		return config, err
	}
	text, config, err := extend(file, data, config, items, added)
	if err != nil {
		return nil, err
	}
	if err := c.Workspace.WriteNew(file, []byte(text), 0o644); err != nil {
		return nil, fmt.Errorf("write the requests for secrets: %w", err)
	}
	for _, r := range added {
		say(c, "asked for %s, %s, in %s", r.ID, r.Type, file)
	}
	return config, nil
}

func inputItems(c *scaffold.Call) []any {
	items, _ := c.Input.Get("secrets").([]any)
	return items
}

// inputRequests returns the requests of the input. What is wrong is said with its place there. Those for a database are for one of
// the file's.
func inputRequests(c *scaffold.Call, file string, data []byte) ([]secrets.Request, error) {
	asked := scaffold.NewObject("secrets", inputItems(c))
	docs, err := scaffold.ParseYAML(file, data)
	if err != nil {
		return nil, inputError(err)
	}
	for _, doc := range docs {
		if o, ok := doc.(*scaffold.Object); ok {
			asked.Set("databases", o.Get("databases"))
		}
	}
	config, err := secrets.ParseConfig("input", []byte(scaffold.JSON(asked, "")))
	if err == nil {
		return config.Requests, nil
	}
	var faults source.Errors
	if !errors.As(err, &faults) {
		return nil, inputError(err)
	}
	texts := make([]string, len(faults))
	for i, f := range faults {
		texts[i] = property(f.Path) + ": " + f.Err.Error()
	}
	return nil, scaffold.Errorf(scaffold.ErrInput, "Invalid input passed to action secrets:request, %s", strings.Join(texts, ", "))
}

// property returns a JSON pointer as Backstage names what is wrong: instance.secrets[0].name.
func property(pointer string) string {
	out := "instance"
	for i, step := range strings.Split(pointer, "/") {
		switch _, err := strconv.Atoi(step); {
		case i == 0:
		case err == nil:
			out += "[" + step + "]"
		default:
			out += "." + step
		}
	}
	return out
}

// inputError says that something given is wrong; its places stay.
func inputError(err error) error { return scaffold.Errorf(scaffold.ErrInput, "%w", err) }

// missing returns those of the wanted requests that the file does not have, as they stand in the input and as they were read.
func missing(c *scaffold.Call, config *secrets.Config, wanted []secrets.Request) (items []any, added []secrets.Request, err error) {
	there := map[secrets.ID]secrets.Request{}
	for _, r := range config.Requests {
		there[r.ID] = r
	}
	for i, r := range wanted {
		old, ok := there[r.ID]
		switch {
		case !ok:
			items, added = append(items, ordered(inputItems(c)[i])), append(added, r)
		case !same(old, r):
			return nil, nil, scaffold.Errorf(scaffold.ErrConflict, "instance.secrets[%d]: %s is asked for otherwise at %s", i, r.ID, old.Pos)
		}
	}
	return items, added, nil
}

// ordered returns an item with its members as the file has them elsewhere, what names it first.
func ordered(item any) any {
	given, _ := item.(*scaffold.Object)
	out := &scaffold.Object{}
	for _, name := range []string{"name", "service", "environment", "type", "owner", "database", "account", "ttl", "rotation", "shape"} {
		if v, ok := given.Lookup(name); ok {
			out.Set(name, v)
		}
	}
	return out
}

// same tells whether two requests ask for the same. The owner may be that of the whole file.
func same(old, r secrets.Request) bool {
	r.Pos, r.Adopt = old.Pos, old.Adopt
	if r.Owner == "" {
		r.Owner = old.Owner
	}
	return reflect.DeepEqual(old, r)
}
