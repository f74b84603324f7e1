package manifest

import "strconv"

// template returns the Go template by which an agent writes a secret's value and nothing else, not even a line break; of an
// account it is JSON with username and password. Paths and fields are strings of Go in it. A field that is missing is an error:
// for one that is an identifier since the agent is told so, for any other since slice takes a string and no nil.
func (x secret) template() string {
	return "{{ with secret " + strconv.Quote(x.readPath()) + " }}" + x.content() + "{{ end }}"
}

func (x secret) content() string {
	if x.account != nil {
		return `{"username":{{ .Data.username | toJSON }},"password":{{ .Data.password | toJSON }}}`
	}
	data := ".Data"
	if x.at.KV == 2 {
		data = ".Data.data"
	}
	if isIdentifier(x.field) {
		return "{{ " + data + "." + x.field + " }}"
	}
	return "{{ slice (index " + data + " " + strconv.Quote(x.field) + ") 0 }}"
}

func isIdentifier(s string) bool {
	return s != "" && ('0' > s[0] || s[0] > '9') && consistsOf(s, letters+digits+"_")
}
