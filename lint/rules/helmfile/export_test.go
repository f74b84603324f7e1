package helmfile

// Mask gives tests what a text looks like without its templates.
func Mask(text []byte) []byte { return mask(text, actions(text)) }
