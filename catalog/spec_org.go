package catalog

// GroupSpec is the spec of a Group: a team, a department, a company.
type GroupSpec struct {
	Type     string         // team, business-unit, product-area, root, …
	Profile  *Profile       // nil when the entity has none
	Parent   string         // reference to the Group above
	Children []string       // references to the Groups below; required, so usually not nil
	Members  []string       // references to Users
	Extra    map[string]any // see [Spec]
}

// UserSpec is the spec of a User: a person or an account.
type UserSpec struct {
	Profile  *Profile       // nil when the entity has none
	MemberOf []string       // references to Groups; required, so usually not nil
	Extra    map[string]any // see [Spec]
}

// Profile is how to show a Group or User.
type Profile struct {
	DisplayName string
	Email       string
	Picture     string         // URL of an image
	Extra       map[string]any // see [Spec]
}

func (s *GroupSpec) members(to []member) []member {
	return append(to, []member{
		{"type", &s.Type},
		{"profile", &s.Profile},
		{"parent", &s.Parent},
		{"children", &s.Children},
		{"members", &s.Members},
	}...)
}

func (s *UserSpec) members(to []member) []member {
	return append(to, []member{{"profile", &s.Profile}, {"memberOf", &s.MemberOf}}...)
}

func (p *Profile) members(to []member) []member {
	return append(to, []member{{"displayName", &p.DisplayName}, {"email", &p.Email}, {"picture", &p.Picture}}...)
}

func (s *GroupSpec) extra() *map[string]any { return &s.Extra }
func (s *UserSpec) extra() *map[string]any  { return &s.Extra }
func (p *Profile) extra() *map[string]any   { return &p.Extra }
