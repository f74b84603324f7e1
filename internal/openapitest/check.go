package openapitest

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
)

// Handler passes requests on to h, and reports what is not as described.
func (d *Description) Handler(h http.Handler, report func(fault string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			report(err.Error())
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		record := httptest.NewRecorder()
		h.ServeHTTP(record, r)
		for _, fault := range d.checkOnce(r, body, record) {
			report(fmt.Sprintf("%s %s: %s", r.Method, r.URL.EscapedPath(), fault))
		}
		for name, values := range record.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(record.Code)
		_, _ = w.Write(record.Body.Bytes()) // a client that is gone
	})
}

// checkOnce is Check, but for what was found to be right before: suites ask the same of the same world again and again.
func (d *Description) checkOnce(r *http.Request, body []byte, answer *httptest.ResponseRecorder) []string {
	said := fmt.Appendf(nil, "%s %s %q %d %q %q", r.Method, r.URL.RequestURI(), body, answer.Code, answer.Header().Get("Content-Type"), answer.Body.Bytes())
	key := sha256.Sum256(said)
	if _, right := d.right.Load(key); right {
		return nil
	}
	faults := d.Check(r, body, answer)
	if len(faults) == 0 {
		d.right.Store(key, true)
	}
	return faults
}

// Check returns what is wrong with a request with this body, and with its answer.
func (d *Description) Check(r *http.Request, body []byte, answer *httptest.ResponseRecorder) []string {
	op, values, ok := d.find(r)
	if !ok {
		return []string{"there is no such operation"}
	}
	faults := append(d.checkParameters(op, values, r.URL.Query()), d.checkBody(op, body)...)
	return append(faults, d.checkAnswer(op, answer)...)
}

func (d *Description) checkParameters(op operation, inPath map[string]string, query url.Values) (faults []string) {
	for _, p := range op.Parameters {
		p = d.parameter(p)
		text, there := inPath[p.Name], p.In == "path"
		var values []string
		if p.In == "query" {
			values = query[p.Name]
			text, there = query.Get(p.Name), query.Has(p.Name)
			query.Del(p.Name)
		}
		if p.Required && !there && p.In != "header" {
			faults = append(faults, "parameter "+p.Name+" is missing")
		}
		if !there {
			continue
		}
		value := parameterValue(p, text, values)
		faults = append(faults, d.hold(value, p.Schema)...)
	}
	for name := range query {
		faults = append(faults, "there is no parameter "+name)
	}
	return faults
}

// parameterValue returns the text of a parameter, or all of its texts, as the schema's type has them.
func parameterValue(p parameter, text string, all []string) any {
	switch p.Schema["type"] {
	case "integer":
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	case "boolean":
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	case "array":
		list := make([]any, 0, len(all))
		for _, one := range all {
			list = append(list, one)
		}
		return list
	}
	return text
}

func (d *Description) checkBody(op operation, data []byte) []string {
	wanted := op.RequestBody
	switch {
	case len(data) == 0 && wanted != nil && wanted.Required:
		return []string{"the body is missing"}
	case len(data) == 0:
		return nil
	case wanted == nil:
		return []string{"there may be no body"}
	}
	var body any
	if err := json.Unmarshal(data, &body); err != nil {
		return []string{"the body is no JSON"}
	}
	return append(unknown(body, wanted.Content.json(), ""), d.hold(body, wanted.Content.json())...)
}

// checkAnswer holds the status, and a body that is JSON, against what is declared. Few descriptions name the statuses of what is
// not there and of what has not changed, which every operation has.
func (d *Description) checkAnswer(op operation, answer *httptest.ResponseRecorder) []string {
	declared, ok := op.Responses[strconv.Itoa(answer.Code)]
	switch {
	case !ok && (answer.Code == http.StatusNotFound || answer.Code == http.StatusNotModified):
		return nil
	case !ok:
		return []string{fmt.Sprintf("status %d is not declared", answer.Code)}
	}
	wanted := d.response(declared).Content.json()
	if kind := answer.Header().Get("Content-Type"); wanted == nil || kind != "" && !strings.HasPrefix(kind, "application/json") {
		return nil
	}
	var body any
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil {
		return []string{"the answer is no JSON"}
	}
	return d.hold(body, wanted)
}
