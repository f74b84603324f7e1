package backstagetest

import (
	"slices"
	"strconv"
	"strings"
)

// row is one value that an entity can be found by. Key and value are in lower case.
type row struct {
	key, value string
	original   string // the value as written
	null       bool   // there is no value, or it is too long to be searched
}

const maxSearchable = 200 // characters of keys and values

// rowsOf returns the rows of an entity: its leaves by their paths, and for each text in a list also that the path which
// ends in it is true, so that a filter can ask for several items.
func rowsOf(i *item) []row {
	rows := leaves(nil, "", i.document)
	metadata, _ := i.document["metadata"].(map[string]any)
	for _, name := range []string{"name", "namespace", "uid"} {
		rows = addRow(rows, "metadata."+name, metadata[name])
	}
	for _, r := range i.relations {
		rows = addRow(rows, "relations."+string(r.Type), r.Target.String())
	}
	return rows
}

func leaves(rows []row, path string, value any) []row {
	switch path {
	case "attachments", "relations", "status", "metadata.name", "metadata.namespace", "metadata.uid", "metadata.etag":
		return rows
	}
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			rows = leaves(rows, strings.TrimPrefix(path+"."+name, "."), member)
		}
		return rows
	case []any:
		for _, member := range v {
			rows = leaves(rows, path, member)
			if text, ok := member.(string); ok {
				rows = addRow(rows, path+"."+text, true)
			}
		}
		return rows
	}
	return addRow(rows, path, value)
}

func addRow(rows []row, key string, value any) []row {
	r := row{key: strings.ToLower(key)}
	r.original, r.null = asText(value)
	r.value = strings.ToLower(r.original)
	if len(r.key) > maxSearchable {
		return rows
	}
	if len(r.value) > maxSearchable {
		r = row{key: r.key, null: true}
	}
	same := func(o row) bool { return o.key == r.key && o.value == r.value && o.null == r.null }
	if slices.ContainsFunc(rows, same) {
		return rows
	}
	return append(rows, r)
}

// asText returns a scalar as JavaScript's String would.
func asText(value any) (text string, null bool) {
	switch v := value.(type) {
	case string:
		return v, false
	case bool:
		return strconv.FormatBool(v), false
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), false
	}
	return "", true
}

// values returns the rows of i that have a value at key.
func (i *item) values(key string) []row {
	var found []row
	for _, r := range i.rows {
		if r.key == key && !r.null {
			found = append(found, r)
		}
	}
	return found
}
