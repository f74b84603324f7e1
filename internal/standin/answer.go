package standin

import (
	"encoding/json"
	"io"
	"net/http"
)

// maxBody is how much of a request is read.
const maxBody = 10 << 20

func readBody(r *http.Request) ([]byte, error) { return io.ReadAll(io.LimitReader(r.Body, maxBody)) }

// say answers with JSON; nil is no body.
func say(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if v != nil {
		_ = json.NewEncoder(w).Encode(v) // a client that is gone
	}
}
