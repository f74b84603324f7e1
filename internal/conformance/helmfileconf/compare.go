package helmfileconf

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// recordedError is an error of the real helmfile; its text is for people.
type recordedError struct {
	ExitCode int    `json:"exitCode"`
	Class    string `json:"class"`
	Text     string `json:"text"`
}

// compare holds one answer against the recorded one, where there is one.
func (c *testCase) compare(name string, run map[string]json.RawMessage, got map[string]Answer) error {
	a := got[name]
	if raw, ok := run[name+"Error"]; ok {
		var want recordedError
		if err := json.Unmarshal(raw, &want); err != nil {
			return err
		}
		if string(a.Class) != want.Class || a.ExitCode != want.ExitCode {
			c.differ(name, fmt.Sprintf("%s, exit %d", want.Class, want.ExitCode), a)
		}
		return nil
	}
	raw, ok := run[name]
	if !ok {
		return nil
	}
	var want any
	if err := json.Unmarshal(raw, &want); err != nil {
		return err
	}
	if a.Class != "" {
		c.differ(name, want, a)
		return nil
	}
	c.walk(name, want, a.Data)
	return nil
}

// walk tells where two values differ. An unknown may be anything.
func (c *testCase) walk(path string, want, got any) {
	if got == anything || reflect.DeepEqual(want, got) {
		return
	}
	w, isMap := want.(map[string]any)
	g, both := got.(map[string]any)
	if isMap && both {
		for k, v := range w {
			if other, ok := g[k]; ok {
				c.walk(path+"/"+k, v, other)
			} else {
				c.differ(path+"/"+k, v, "nothing")
			}
		}
		for k, v := range g {
			if _, ok := w[k]; !ok {
				c.differ(path+"/"+k, "nothing", v)
			}
		}
		return
	}
	wl, isList := want.([]any)
	gl, both := got.([]any)
	if isList && both && len(wl) == len(gl) {
		for i := range wl {
			c.walk(fmt.Sprintf("%s/%d", path, i), wl[i], gl[i])
		}
		return
	}
	c.differ(path, want, got)
}
