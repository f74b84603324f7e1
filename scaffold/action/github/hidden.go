package github

import (
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/hidden"
)

// secretsOf returns the secrets of an input.
func secretsOf(in *scaffold.Object, more ...string) hidden.Texts {
	h := append(hidden.Texts{in.Text("token"), in.Text("webhookSecret")}, more...)
	for name := range in.Object("secrets").All() {
		h = append(h, in.Object("secrets").Text(name))
	}
	return h
}
