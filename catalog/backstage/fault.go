package backstage

// Fault is an error as Backstage writes it into its answers. Its stack is left out.
type Fault struct {
	Name    string // such as InputError
	Message string // usually with the message of Cause at its end
	Cause   *Fault // nil when there is none
}

// Error returns the name and the message.
func (f *Fault) Error() string {
	if f.Name == "" {
		return f.Message
	}
	return f.Name + ": " + f.Message
}

// Unwrap returns Cause.
func (f *Fault) Unwrap() error {
	if f.Cause == nil {
		return nil
	}
	return f.Cause
}

// newFault reads a fault from a plain JSON value; nil when it is no object.
func newFault(value any) *Fault {
	members, ok := value.(map[string]any)
	if !ok {
		return nil
	}
	f := &Fault{Cause: newFault(members["cause"])}
	f.Name, _ = members["name"].(string)
	f.Message, _ = members["message"].(string)
	return f
}

func (f *Fault) values() map[string]any {
	values := map[string]any{"name": f.Name, "message": f.Message}
	if f.Cause != nil {
		values["cause"] = f.Cause.values()
	}
	return values
}
