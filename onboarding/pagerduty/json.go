package pagerduty

// text returns a member that is a text; empty: it is none.
func text(o object, name string) string {
	s, _ := o[name].(string)
	return s
}

// objects returns a member that is a list, without what is no object in it.
func objects(o object, name string) []object {
	list, _ := o[name].([]any)
	var out []object
	for _, one := range list {
		if inner, ok := one.(object); ok {
			out = append(out, inner)
		}
	}
	return out
}
