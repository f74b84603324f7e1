package catalog

// LocationSpec is the spec of a Location: a pointer to further catalog files.
type LocationSpec struct {
	Type     string         // url or file; when empty, as the location that the entity itself was read from
	Target   string         // URL or path; may be relative to the Location's own file
	Targets  []string       // more of the same; read after Target
	Presence string         // required (also when empty) or optional: whether a missing target is an error
	Extra    map[string]any // see [Spec]
}

func (s *LocationSpec) members(to []member) []member {
	return append(to, []member{
		{"type", &s.Type},
		{"target", &s.Target},
		{"targets", &s.Targets},
		{"presence", &s.Presence},
	}...)
}

func (s *LocationSpec) extra() *map[string]any { return &s.Extra }
