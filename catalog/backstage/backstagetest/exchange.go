package backstagetest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
)

//go:embed testdata/exchanges.jsonl
var exchanges []byte

// Exchange is a request that was made to a real Backstage (catalog-backend 4.0.0), and its answer.
//
// What was recorded is shortened in places: a list ends in a text such as "… 33 more", and long texts and cursors end
// in an ellipsis.
type Exchange struct {
	Name   string          `json:"name"`
	Method string          `json:"method"`
	Target string          `json:"target"`           // path below /api/catalog, and query
	Body   string          `json:"body,omitempty"`   // of the request
	Status int             `json:"status"`           // of the answer
	Answer json.RawMessage `json:"answer,omitempty"` // as recorded; nil when it had no body, or only its length is known
	Count  int             `json:"count,omitempty"`  // items of the answer, where only that is known
}

// Exchanges returns the recorded exchanges, in the order in which they were made.
func Exchanges() ([]Exchange, error) {
	var all []Exchange
	for d := json.NewDecoder(bytes.NewReader(exchanges)); ; {
		var x Exchange
		err := d.Decode(&x)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
}

// Response returns the body of the answer, without the marks of what was left out, so that a client can read it.
func (x *Exchange) Response() ([]byte, error) {
	if x.Count > 0 {
		return json.Marshal(make([]struct{}, x.Count))
	}
	if x.Answer == nil {
		return nil, nil
	}
	var value any
	if err := json.Unmarshal(x.Answer, &value); err != nil {
		return nil, err
	}
	return json.Marshal(withoutMarks(value))
}

func withoutMarks(value any) any {
	switch v := value.(type) {
	case []any:
		if _, marked := omitted(v); marked {
			v = v[:len(v)-1]
		}
		for i := range v {
			v[i] = withoutMarks(v[i])
		}
		return v
	case map[string]any:
		for name := range v {
			v[name] = withoutMarks(v[name])
		}
	}
	return value
}

// omitted returns how many items were left out at the end of a list, and whether a mark says so.
func omitted(items []any) (int, bool) {
	if len(items) == 0 {
		return 0, false
	}
	mark, _ := items[len(items)-1].(string)
	n := 0
	read, err := fmt.Sscanf(mark, "… %d more", &n)
	return n, read == 1 && err == nil
}

// Check returns in what r differs from the recorded request; nil when it is the same. Order of parameters and the form
// of JSON do not matter.
func (x *Exchange) Check(r *http.Request) error {
	want, err := url.Parse("/api/catalog" + x.Target)
	if err != nil {
		return err
	}
	if r.Method != x.Method || r.URL.EscapedPath() != want.EscapedPath() {
		return fmt.Errorf("%s %s instead of %s %s", r.Method, r.URL.EscapedPath(), x.Method, want.EscapedPath())
	}
	if got := r.URL.Query(); !reflect.DeepEqual(got, want.Query()) {
		return fmt.Errorf("query %v instead of %v", got, want.Query())
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if !sameJSON(string(body), x.Body) {
		return fmt.Errorf("body %s instead of %s", body, x.Body)
	}
	return nil
}

func sameJSON(a, b string) bool {
	if strings.TrimSpace(a) == strings.TrimSpace(b) {
		return true
	}
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}

// ServeHTTP answers the recorded request as it was answered, and every other one with 418 and what it differs in.
func (x *Exchange) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := x.Response()
	if err == nil {
		err = x.Check(r)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusTeapot)
		return
	}
	if body != nil {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	w.WriteHeader(x.Status)
	_, _ = w.Write(body) // the client may be gone
}
