package draw

import "github.com/goldenpath-go/goldenpath/catalog"

// look is how entities of a kind are drawn, in each format.
type look struct {
	kind                      catalog.Kind // "" for all kinds that the model does not know
	class                     string       // CSS class, and Mermaid's
	fill, line                string       // on a light ground
	darkFill, darkLine        string
	dotShape                  string
	dotRounded                bool
	mermaidOpen, mermaidClose string
}

// looks has an entry for each of [catalog.Kinds], and one for all others at the end.
var looks = []look{
	{catalog.Component, "component", "#dbeafe", "#2563eb", "#172b54", "#60a5fa", "box", true, "(", ")"},
	{catalog.API, "api", "#dcfce7", "#15803d", "#0c3320", "#4ade80", "hexagon", false, "{{", "}}"},
	{catalog.Resource, "resource", "#fef3c7", "#b45309", "#42260a", "#fbbf24", "cylinder", false, "[(", ")]"},
	{catalog.System, "system", "#f3e8ff", "#7e22ce", "#34135a", "#c084fc", "box", false, "[[", "]]"},
	{catalog.Domain, "domain", "#fce7f3", "#be185d", "#4a0d2b", "#f472b6", "octagon", false, "[[", "]]"},
	{catalog.Group, "group", "#ccfbf1", "#0f766e", "#0a3330", "#2dd4bf", "ellipse", false, "([", "])"},
	{catalog.User, "user", "#e0f2fe", "#0369a1", "#0b2f47", "#38bdf8", "ellipse", false, "((", "))"},
	{catalog.Location, "location", "#f1f5f9", "#475569", "#1e293b", "#94a3b8", "folder", false, "[/", "/]"},
	{catalog.Template, "template", "#ffedd5", "#c2410c", "#451c0a", "#fb923c", "note", false, "[", "]"},
	{"", "other", "#f3f4f6", "#4b5563", "#262b33", "#9ca3af", "box", false, "[", "]"},
}

// Colours that do not depend on the kind, on a light ground and on a dark one.
const (
	groundColour      = "#ffffff"
	darkGroundColour  = "#0d1117"
	inkColour         = "#0f172a"
	darkInkColour     = "#e6edf3"
	quietColour       = "#57606a"
	darkQuietColour   = "#9aa4af"
	missingColour     = "#dc2626"
	darkMissingColour = "#f87171"
)

func lookOf(kind catalog.Kind) look {
	for _, l := range looks {
		if l.kind == kind {
			return l
		}
	}
	return looks[len(looks)-1]
}

// stroke is how relations of a type are drawn.
type stroke struct {
	relation   catalog.RelationType // "" for all types that the model does not know
	class      string
	line, dark string
	dashes     string // as SVG has it; "" for a solid line
}

// strokes has an entry for each forward relation of the model, and one for all others at the end.
var strokes = []stroke{
	{catalog.DependsOn, "dependsOn", "#475569", "#94a3b8", ""},
	{catalog.ConsumesAPI, "consumesApi", "#15803d", "#4ade80", "7 3"},
	{catalog.ProvidesAPI, "providesApi", "#15803d", "#4ade80", ""},
	{catalog.PartOf, "partOf", "#7e22ce", "#c084fc", "2 3"},
	{catalog.OwnedBy, "ownedBy", "#0f766e", "#2dd4bf", "2 3"},
	{catalog.ChildOf, "childOf", "#0f766e", "#2dd4bf", ""},
	{catalog.MemberOf, "memberOf", "#0369a1", "#38bdf8", "7 3"},
	{"", "related", "#475569", "#94a3b8", "7 3 2 3"},
}

func strokeOf(relation catalog.RelationType) stroke {
	for _, s := range strokes {
		if s.relation == relation {
			return s
		}
	}
	return strokes[len(strokes)-1]
}
