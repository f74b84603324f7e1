package syntax

// Error says why a template cannot be read.
type Error struct {
	// Offset is the place in bytes, or -1 if there is none to name.
	Offset int
	// Class is the JavaScript class of the error if it is not Nunjucks' own.
	Class string
	// Message says what is wrong.
	Message string
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

// NoPlace is the offset of errors at the end of the template, for which Nunjucks names no place.
const NoPlace = -1

func fail(offset int, message string) error { return &Error{Offset: offset, Message: message} }

func failed(class, message string) error {
	return &Error{Offset: NoPlace, Class: class, Message: message}
}

// atEnd is the error where Nunjucks trips over the end of the template.
func atEnd() error { return failed("TypeError", "unexpected end of template") }
