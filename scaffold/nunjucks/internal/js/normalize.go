package js

// stringNormalize composes or decomposes nothing: text is returned as it is when it is ASCII, for which all forms are the
// same, or already in the form that templates are written in. Other forms need tables beyond the standard library.
func stringNormalize(c *Call) (Value, error) {
	form := "NFC"
	if !IsUndefined(c.Arg(0)) {
		var err error
		if form, err = c.str(0); err != nil {
			return nil, err
		}
	}
	switch form {
	case "NFC", "NFD", "NFKC", "NFKD":
	default:
		return nil, RangeError("The normalization form should be one of NFC, NFD, NFKC, NFKD.")
	}
	s := c.text()
	if form != "NFC" && !IsASCII(s) {
		return nil, Throw("normalize(%q) of text that is not ASCII is not supported", form)
	}
	return s, nil
}
