package js

import "fmt"

// Error is a JavaScript exception: its name (Error, TypeError, …) and its message.
type Error struct{ Name, Message string }

// Error returns the name and the message.
func (e *Error) Error() string { return e.Name + ": " + e.Message }

// Throw makes an exception of the class Error.
func Throw(format string, args ...any) error {
	return &Error{"Error", fmt.Sprintf(format, args...)}
}

// TypeError makes an exception of the class TypeError.
func TypeError(format string, args ...any) error {
	return &Error{"TypeError", fmt.Sprintf(format, args...)}
}

// RangeError makes an exception of the class RangeError.
func RangeError(format string, args ...any) error {
	return &Error{"RangeError", fmt.Sprintf(format, args...)}
}
