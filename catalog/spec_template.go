package catalog

// TemplateSpec is the spec of a Template: a form and the steps that the scaffolder takes with its answers. Members that
// only concern the form's looks (presentation, formDecorators) and task secrets are in Extra.
type TemplateSpec struct {
	Type       string         // what it makes: service, website, library, …
	Owner      string         // reference to a Group or User
	Lifecycle  string         // experimental, production, deprecated, …
	Parameters any            // the form as JSON Schema: one page or a list of pages; see [TemplateSpec.Pages]
	Steps      []TemplateStep // in order of execution; required, so usually not nil
	Output     map[string]any // links and texts shown at the end, and whatever else is to be returned
	Extra      map[string]any // see [Spec]
}

// TemplateStep is one call of an action.
type TemplateStep struct {
	ID     string         // by which later steps refer to the outcome
	Name   string         // to be shown
	Action string         // such as fetch:template
	If     any            // a string (an expression) or a bool; nil means always
	Each   any            // an expression or a list: the step is repeated for each item; nil means once
	Input  map[string]any // of the action; may hold expressions anywhere
	Extra  map[string]any // see [Spec]
}

// Pages returns the pages of the form, whether Parameters holds one or a list. What is no object is left out.
func (s *TemplateSpec) Pages() []map[string]any {
	if page, ok := s.Parameters.(map[string]any); ok {
		return []map[string]any{page}
	}
	list, _ := s.Parameters.([]any)
	var pages []map[string]any
	for _, item := range list {
		if page, ok := item.(map[string]any); ok {
			pages = append(pages, page)
		}
	}
	return pages
}

func (s *TemplateSpec) members(to []member) []member {
	return append(to, []member{
		{"type", &s.Type},
		{"owner", &s.Owner},
		{"lifecycle", &s.Lifecycle},
		{"parameters", &s.Parameters},
		{"steps", &s.Steps},
		{"output", &s.Output},
	}...)
}

func (s *TemplateStep) members(to []member) []member {
	return append(to, []member{
		{"id", &s.ID},
		{"name", &s.Name},
		{"action", &s.Action},
		{"if", &s.If},
		{"each", &s.Each},
		{"input", &s.Input},
	}...)
}

func (s *TemplateSpec) extra() *map[string]any { return &s.Extra }
func (s *TemplateStep) extra() *map[string]any { return &s.Extra }
