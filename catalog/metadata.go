package catalog

// DefaultNamespace is the namespace of entities that state none.
const DefaultNamespace = "default"

// Metadata is what every entity says of itself. Like a [Spec] it keeps in Extra, as plain JSON values, what its fields
// cannot hold: members that the model does not define and values of another type than the field's.
type Metadata struct {
	Name        string            // see [IsObjectName]
	Namespace   string            // see [IsNamespace]; [DefaultNamespace] when the file has none
	Title       string            // to be shown instead of Name
	Description string            // free text, often Markdown
	Labels      map[string]string // see [IsLabelKey] and [IsLabelValue]; one that is no string is in Extra["labels"]
	Annotations map[string]string // see [IsAnnotationKey]; one that is no string is in Extra["annotations"]
	Tags        []string          // see [IsTag]
	Links       []Link
	UID, Etag   string         // set by a running catalog
	Extra       map[string]any // see [Spec]
}

// Link is one of an entity's links.
type Link struct {
	URL   string // absolute; see [IsURL]
	Title string
	Icon  string         // name of an icon that the portal knows
	Type  string         // free: runbook, dashboard, …
	Extra map[string]any // see [Spec]
}

func (m *Metadata) members(to []member) []member {
	return append(to, []member{
		{"name", &m.Name},
		{"namespace", &m.Namespace},
		{"title", &m.Title},
		{"description", &m.Description},
		{"labels", &m.Labels},
		{"annotations", &m.Annotations},
		{"tags", &m.Tags},
		{"links", &m.Links},
		{"uid", &m.UID},
		{"etag", &m.Etag},
	}...)
}

func (l *Link) members(to []member) []member {
	return append(to, []member{{"url", &l.URL}, {"title", &l.Title}, {"icon", &l.Icon}, {"type", &l.Type}}...)
}

func (m *Metadata) extra() *map[string]any { return &m.Extra }
func (l *Link) extra() *map[string]any     { return &l.Extra }
