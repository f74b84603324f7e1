package catalogconf

import (
	"cmp"
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/catalog/load"
	"github.com/goldenpath-go/goldenpath/internal/tree"
)

func relations(d *load.Document) []relation {
	list := []relation{}
	for _, r := range d.Relations {
		list = append(list, relation{r.Source.String(), string(r.Type), r.Target.String()})
	}
	return sorted(list)
}

func sorted(list []relation) []relation {
	list = known(list)
	slices.SortFunc(list, func(a, b relation) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Target, b.Target))
	})
	return list
}

func locations(d *load.Document) []location {
	list := []location{}
	for _, t := range d.Targets {
		list = append(list, location{t.Type, t.Target, t.Presence})
	}
	return list
}

func placeholders(d *load.Document) []placeholder {
	list := []placeholder{}
	for _, p := range d.Placeholders {
		list = append(list, placeholder{p.Key, tree.Finite(p.Value), p.URL})
	}
	return list
}

// allowed reports whether the default of Backstage's catalog.rules lets the entity in.
func allowed(d *load.Document) bool {
	if d.Entity == nil {
		return false
	}
	kind, _ := d.Entity.Kind.Canonical()
	return kind == catalog.Component || kind == catalog.API || kind == catalog.Location
}

// asJSON returns a tree as JavaScript's JSON.stringify and a reader of JSON would leave it.
func asJSON(n *tree.Node) any {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case tree.Bool:
		return n.Bool
	case tree.Number:
		if math.IsNaN(n.Number) || math.IsInf(n.Number, 0) {
			return nil
		}
		return n.Number + 0
	case tree.String:
		return n.Text
	case tree.Array:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = asJSON(item)
		}
		return items
	case tree.Object:
		members := make(map[string]any, len(n.Fields))
		for _, f := range n.Fields {
			members[f.Name] = asJSON(f.Value)
		}
		return members
	case tree.Set:
		return map[string]any{}
	}
	return nil
}

func compact(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

var (
	schemaFault = regexp.MustCompile(`(?:Malformed envelope, |TypeError: )((?:<root>|/\S*) must .*)`)
	formatFault = regexp.MustCompile(`"([^"]*)" is not valid;`)
	lineFault   = regexp.MustCompile(`at line \d+, column \d+`)
)

// field returns what an error text is about, so that texts can be compared that say the same in other words.
func field(text string) string {
	if m := lineFault.FindString(text); m != "" {
		return m
	}
	if m := schemaFault.FindStringSubmatch(text); m != nil {
		at, demand, _ := strings.Cut(m[1], " must ")
		if _, lacks, found := strings.Cut(demand, "missingProperty: "); found {
			return at + " lacks " + lacks
		}
		return at
	}
	if m := formatFault.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if _, ref, found := strings.Cut(text, "Entity reference "); found {
		return ref
	}
	if i := strings.LastIndex(text, "caused by "); i >= 0 {
		return text[i:]
	}
	return text
}
