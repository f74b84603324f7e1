package lint

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
	"github.com/goldenpath-go/goldenpath/source"
)

// overrides takes over the overrides of a file or a profile; n is their list.
func (c *configReader) overrides(d *decoder, n *tree.Node, at string) {
	if n == nil || n.Kind != tree.Array {
		return
	}
	for i, o := range c.body.Overrides {
		item, at := n.Items[i], at+"/"+strconv.Itoa(i)
		override := Override{Scope: o.scope(d, item, at), Rules: c.overrideRules(d, o.Rules, at+"/rules")}
		if item.Kind == tree.Object && override.empty() {
			d.errorf(item, at, "an override needs paths, entities, kinds, tiers or owners")
		}
		c.traceAt(d, item, "/overrides/"+strconv.Itoa(len(c.config.Overrides)))
		c.config.Overrides = append(c.config.Overrides, override)
	}
}

// ignores takes over the ignores of a file or a profile; n is their list.
func (c *configReader) ignores(d *decoder, n *tree.Node, at string) {
	if n == nil || n.Kind != tree.Array {
		return
	}
	for i, g := range c.body.Ignores {
		item, at := n.Items[i], at+"/"+strconv.Itoa(i)
		ignore := Ignore{
			Scope: g.scope(d, item, at), Rules: c.ignoredRules(d, item.Get("rules"), at+"/rules"),
			Reason: strings.TrimSpace(g.Reason), Until: g.Until.Time,
		}
		if !isURL(d.text.Name) {
			ignore.Range = entryRange(d.text, item)
		}
		switch {
		case item.Kind != tree.Object: // reported when the file is decoded
		case len(g.Rules) == 0:
			d.errorf(item, at, "an ignore needs rules")
		case ignore.empty():
			d.errorf(item, at, "an ignore needs paths, entities, kinds, tiers or owners; to turn a rule off, set it to off under rules")
		case ignore.Reason == "":
			d.errorf(item, at, "an ignore needs a reason")
		}
		c.traceAt(d, item, "/ignores/"+strconv.Itoa(len(c.config.Ignores)))
		c.config.Ignores = append(c.config.Ignores, ignore)
	}
}

// entryRange returns the place of a list item in a report: its first line.
func entryRange(text *source.Text, item *tree.Node) source.Range {
	line := text.Position(item.Start).Line
	end := text.LineStart(line) + len(strings.TrimRight(text.Line(line), " \t"))
	return text.Range(item.Start, max(item.Start, min(item.End, end)))
}

// ignoredRules returns the present names of the rules in the list n.
func (c *configReader) ignoredRules(d *decoder, n *tree.Node, at string) []string {
	if n == nil {
		return nil
	}
	var names []string
	for i, item := range n.Items {
		text, ok := item.Str()
		if !ok {
			continue // reported when the file is decoded
		}
		name, at := text, at+"/"+strconv.Itoa(i)
		if now, ok := c.alias[name]; ok {
			name = now
		}
		switch {
		case c.rules[name] == nil:
			d.errorf(item, at, "unknown rule %q%s", text, didYouMean(text, c.names))
		case c.config.Rules[name].Required:
			d.errorf(item, at, "rule %s is required at level %s and cannot be ignored", name, c.config.Rules[name].Severity)
		}
		names = append(names, name)
	}
	return names
}

// scope returns what s selects; item is where it stands.
func (s *scoping) scope(d *decoder, item *tree.Node, at string) Scope {
	checkPatterns(d, item, at, "paths", checkGlob)
	checkPatterns(d, item, at, "entities", checkEntityGlob)
	checkPatterns(d, item, at, "kinds", checkKind)
	checkPatterns(d, item, at, "owners", checkEntityGlob)
	return Scope{Paths: s.Paths, Entities: s.Entities, Kinds: s.Kinds, Tiers: s.Tiers, Owners: s.Owners}
}

// checkKind returns what is wrong with a kind. Any may be somebody's own, unless it is next to one that everybody has.
func checkKind(kind string) error {
	var known []string
	for _, k := range catalog.Kinds() {
		known = append(known, string(k))
	}
	if near, ok := Nearest(kind, known); ok && !strings.EqualFold(kind, near) {
		return fmt.Errorf("did you mean %s?", near)
	}
	return nil
}
