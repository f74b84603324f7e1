package js

import "github.com/goldenpath-go/goldenpath/scaffold/internal/regex"

func regexpMethod(name string) (Method, bool) {
	switch name {
	case "test":
		return Method{regexpTest, 1, 1, true}, true
	case "exec":
		return Method{regexpExec, 0, -1, false}, true
	}
	return objectMethod(name)
}

func regexpTest(c *Call) (Value, error) {
	found, _, err := c.executed()
	return found != nil, err
}

func regexpExec(c *Call) (Value, error) {
	found, t, err := c.executed()
	if found == nil || err != nil {
		return nil, err
	}
	return captures(t, found), nil
}

func (c *Call) executed() ([]int, regex.Text, error) {
	re, ok := c.This.(*Regexp)
	s, err := c.str(0)
	if err != nil || !ok {
		return nil, regex.Text{}, err
	}
	t := text(s)
	found, err := c.exec(re, t)
	return found, t, err
}

// captures returns a match and its captures as an array.
func captures(t regex.Text, found []int) *Array {
	list := make([]Value, len(found)/2)
	for i := range list {
		list[i] = capture(t, found, i)
	}
	return &Array{list}
}

// pattern returns the first argument as a regular expression.
func (c *Call) pattern() (*Regexp, error) {
	if re, ok := c.Arg(0).(*Regexp); ok {
		return re, nil
	}
	source, err := c.source()
	if err != nil {
		return nil, err
	}
	re, err := regex.Compile(source, "")
	if err != nil {
		return nil, invalidRegexp(source, err)
	}
	return NewRegexp(re), nil
}

// source returns the first argument as the text of a regular expression.
func (c *Call) source() (string, error) {
	if IsUndefined(c.Arg(0)) {
		return "", nil
	}
	return c.str(0)
}

func invalidRegexp(source string, err error) error {
	return &Error{"SyntaxError", "Invalid regular expression: /" + source + "/: " + err.Error()}
}
