package lint

import (
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// checkPatterns reports the items of a list of strings that check refuses.
func checkPatterns(d *decoder, parent *tree.Node, at, name string, check func(string) error) {
	list := parent.Get(name)
	if list == nil {
		return
	}
	for i, item := range list.Items {
		text, ok := item.Str()
		if !ok {
			continue
		}
		if err := check(text); err != nil {
			d.errorf(item, at+"/"+name+"/"+strconv.Itoa(i), "%q: %v", text, err)
		}
	}
}

var (
	errEntityGlob = errors.New("a pattern for entities has the form kind:namespace/name")
	errTierKey    = errors.New("a tier key is one of label:NAME, annotation:NAME, spec:NAME and tag:PREFIX")
	errClosed     = errors.New("write a kind, or kind:namespace")
)

// checkEntityGlob returns what is wrong with a pattern for references.
func checkEntityGlob(pattern string) error {
	if _, err := path.Match(pattern, ""); err != nil {
		return err
	}
	kind, rest, ok := strings.Cut(pattern, ":")
	namespace, name, both := strings.Cut(rest, "/")
	if !ok || !both || kind == "" || namespace == "" || name == "" {
		return errEntityGlob
	}
	return nil
}

// checkTierKey returns what is wrong with a place to look for tiers.
func checkTierKey(key string) error {
	where, name, _ := strings.Cut(key, ":")
	if name == "" || !slices.Contains([]string{"label", "annotation", "spec", "tag"}, where) {
		return errTierKey
	}
	return nil
}

// checkClosed returns what is wrong with an item of references.closed.
func checkClosed(item string) error {
	kind, namespace, found := strings.Cut(item, ":")
	if kind == "" || found && namespace == "" || strings.Contains(item, "/") {
		return errClosed
	}
	return nil
}
