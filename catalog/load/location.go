package load

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/internal/tree"
)

// location finds out what a Location makes Backstage read next.
func (in *ingestion) location() {
	if in.rule == nil || in.rule.kind != catalog.Location {
		return
	}
	spec := value(in.root, "spec")
	own := in.options.locationType()
	kind, ok := value(spec, "type").Str()
	if !ok || kind == "" {
		kind = own
	}
	if kind != own && kind != "url" {
		in.badLocationType(value(spec, "type"), own)
		return
	}
	presence, ok := value(spec, "presence").Str()
	if !ok {
		presence = "required"
	}
	in.target(Target{Type: kind, Presence: presence, Pointer: "/spec/target"}, value(spec, "target"))
	if targets := value(spec, "targets"); targets != nil {
		in.doc.Targets = slices.Grow(in.doc.Targets, len(targets.Items))
		for i, n := range targets.Items {
			in.target(Target{Type: kind, Presence: presence, Pointer: "/spec/targets/" + strconv.Itoa(i)}, n)
		}
	}
}

func (in *ingestion) badLocationType(n *tree.Node, own string) {
	pointer := "/spec/type"
	if !in.once(pointer) {
		return
	}
	in.add(Problem{
		Rule: ruleLocationTarget, Stage: StageLocation, Pointer: pointer, Range: in.valueRange(n),
		Message: fmt.Sprintf("spec.type %s is not allowed in a file that is read by type %s", quote(n.Text), own),
		Help:    "remove the line: targets are then read as the file itself was, and may be relative to it",
	}, `InputError: Registered locations must be of an allowed type ["url"]`)
}

// target adds one target, if it is known. Empty ones have been refused before.
func (in *ingestion) target(t Target, n *tree.Node) {
	written, ok := n.Str()
	if !ok || written == "" || in.assumed[n] {
		return
	}
	t.Written, t.Target, t.Range = written, written, in.valueRange(n)
	if t.Type == "file" {
		in.fileTarget(t)
		return
	}
	if in.address != "" {
		if resolved, ok := in.resolver.Resolve(written); ok {
			t.Target = resolved
		}
	}
	t.Path = in.local(written, t.Target)
	in.doc.Targets = append(in.doc.Targets, t)
}

// fileTarget adds the target of a Location that is read from a disk.
func (in *ingestion) fileTarget(t Target) {
	if strings.HasSuffix(t.Written, "/") && in.once(t.Pointer) {
		in.add(Problem{
			Rule: ruleLocationTarget, Stage: StageLocation, Pointer: t.Pointer, Range: t.Range,
			Message: fmt.Sprintf("target %s is a folder, but must be a file", quote(t.Written)),
			Help:    "name the file, such as " + t.Written + "catalog-info.yaml",
		}, "InputError: LocationEntityProcessor cannot handle file type location with target "+in.text.Name+" that ends with a path separator")
		return
	}
	if strings.HasPrefix(t.Written, ".") {
		t.Path = in.localPath(t.Written)
		t.Target = t.Path
	}
	in.doc.Targets = append(in.doc.Targets, t)
}
