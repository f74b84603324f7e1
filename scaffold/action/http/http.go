// Package http has http:backstage:request, which asks a plugin of Backstage's backend:
//
//	actions := http.Actions(http.Backstage{Base: "https://backstage.example.com/api", Token: token})
//
// Input and outputs are those of the action that Backstage's users know by this name. Two things it does not do are done here:
// a body that is an object is sent as JSON also when no header says so, and a path that begins with api/ means the same as
// without. What was sent cannot be taken back: undoing says so. A POST or PATCH is not sent again when a run is resumed of which
// nobody knows whether it had sent it.
package http

import (
	"bytes"
	"context"
	_ "embed" // schemas
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/unclear"
)

// Backstage is the backend that is asked. The zero value can be dry-run, not run.
type Backstage struct {
	Base string // URL below which the plugins are: https://backstage.example.com/api
	// Token returns the bearer token for a plugin. Nil: none. A template's own authorization header takes its place.
	Token  func(ctx context.Context, plugin string) (string, error)
	Client *http.Client // used, never changed; nil means http.DefaultClient
}

var (
	//go:embed schema/backstage-request.input.json
	requestInput []byte
	//go:embed schema/backstage-request.output.json
	requestOutput []byte
)

// Limits of a request.
const (
	defaultTimeout = time.Minute
	maxBody        = 10 << 20 // bytes of an answer
)

// Actions returns the action.
func Actions(b Backstage) []*scaffold.Action {
	return []*scaffold.Action{{
		ID: "http:backstage:request", Doc: "Sends a request to Backstage.", Input: requestInput, Output: requestOutput,
		DryRun: true, Effect: true, Run: b.run,
	}}
}

func (b Backstage) run(ctx context.Context, c *scaffold.Call) error {
	method, path := c.Input.Text("method"), c.Input.Text("path")
	said := "Creating " + method + " request with http:backstage:request scaffolder action"
	if shown, ok := c.Input.Get("logRequestPath").(bool); shown || !ok {
		said += " against " + path
	}
	c.Log.Info(said)
	plugin, rest, err := split(path)
	if err != nil {
		return err
	}
	if c.DryRun && (!isSafe(method) || b.Base == "") {
		c.Log.Info(fmt.Sprintf("Dry run mode. Skipping '%s' request to %s", method, path))
		return nil
	}
	if b.Base == "" {
		return errors.New("run http:backstage:request: there is no Backstage to ask")
	}
	token, err := b.token(ctx, c, plugin)
	if err != nil {
		return err
	}
	repeatable := slices.Contains([]string{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}, method)
	if !repeatable {
		if err := c.Once(); err != nil {
			return err
		}
	}
	answer, err := b.send(ctx, c.Input, plugin+"/"+rest, token)
	if err != nil && !repeatable {
		err = unclear.Mark(err)
	}
	if err != nil {
		return hide(err, token)
	}
	return answer.output(c, token)
}

func isSafe(method string) bool { return method == "GET" || method == "HEAD" || method == "OPTIONS" }

// split returns the plugin that a path names, and the path within that.
func split(path string) (plugin, rest string, err error) {
	path = strings.TrimPrefix(strings.TrimPrefix(path, "/"), "api/")
	plain, _, _ := strings.Cut(path, "?")
	for segment := range strings.SplitSeq(plain, "/") {
		decoded, err := url.PathUnescape(segment)
		if err != nil || decoded == "." || decoded == ".." || strings.ContainsAny(decoded, "\\\r\n\x00#") {
			return "", "", scaffold.Errorf(scaffold.ErrInput, "path %q does not stay in a plugin", path)
		}
	}
	plugin, rest, _ = strings.Cut(path, "/")
	if plugin == "" || strings.ContainsAny(plugin, "?%:@") {
		return "", "", scaffold.Errorf(scaffold.ErrInput, "path %q names no plugin", path)
	}
	return plugin, rest, nil
}

// token returns what authenticates the request; empty when the template or nobody does.
func (b Backstage) token(ctx context.Context, c *scaffold.Call, plugin string) (string, error) {
	for name := range c.Input.Object("headers").All() {
		if strings.EqualFold(name, "authorization") {
			return "", nil
		}
	}
	if own := c.Secrets["backstageToken"]; own != "" && (c.Input.Bool("useBackstageToken") || b.Token == nil) {
		return own, nil
	}
	if b.Token == nil {
		return "", nil
	}
	token, err := b.Token(ctx, plugin)
	if err != nil {
		return "", fmt.Errorf("token for plugin %s: %w", plugin, err)
	}
	return token, nil
}

// answer is what came back.
type answer struct {
	code   int
	header http.Header
	body   []byte
}

func (b Backstage) send(ctx context.Context, in *scaffold.Object, path, token string) (*answer, error) {
	timeout := defaultTimeout
	if ms, ok := in.Get("timeout").(float64); ok && ms > 0 {
		timeout = time.Duration(ms * float64(time.Millisecond))
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	request, err := b.request(ctx, in, path, token)
	if err != nil {
		return nil, err
	}
	response, err := b.client().Do(request)
	if err != nil {
		return nil, b.failed(ctx, err, timeout)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	if err != nil {
		return nil, b.failed(ctx, err, timeout)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("answer is longer than %d bytes", maxBody)
	}
	return &answer{response.StatusCode, response.Header, body}, nil
}

// failed leaves out the words of *url.Error, which quote the URL with its query.
func (b Backstage) failed(ctx context.Context, err error, timeout time.Duration) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("request was aborted as it took longer than %v seconds: %w", timeout.Seconds(), ctx.Err())
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return fmt.Errorf("there was an issue with the request: %w", err)
}

// client returns one that does not follow redirects to other servers.
func (b Backstage) client() *http.Client {
	own := *http.DefaultClient
	if b.Client != nil {
		own = *b.Client
	}
	before := own.CheckRedirect
	own.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		switch {
		case next.URL.Scheme != via[0].URL.Scheme || next.URL.Host != via[0].URL.Host:
			return fmt.Errorf("redirect to another server, %s, is not followed", next.URL.Host)
		case len(via) > 9:
			return errors.New("too many redirects")
		case before != nil:
			return before(next, via)
		}
		return nil
	}
	return &own
}

func (b Backstage) request(ctx context.Context, in *scaffold.Object, path, token string) (*http.Request, error) {
	address := strings.TrimSuffix(b.Base, "/") + "/" + path
	if query := parameters(in.Object("params")); query != "" {
		address += "?" + query
	}
	body, isJSON := bodyOf(in)
	request, err := http.NewRequestWithContext(ctx, in.Text("method"), address, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the base URL or the path is no URL") // the reason would quote them
	}
	for name, value := range in.Object("headers").All() {
		request.Header.Set(name, text(value))
	}
	if isJSON && request.Header.Get("Content-Type") == "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return request, nil
}

// bodyOf returns the body: text as it is, anything else as JSON.
func bodyOf(in *scaffold.Object) (body []byte, isJSON bool) {
	v, ok := in.Lookup("body")
	if !ok || v == nil {
		return nil, false
	}
	if s, isText := v.(string); isText {
		return []byte(s), false
	}
	return []byte(scaffold.JSON(v, "")), true
}

// parameters returns a query, in the order of the template.
func parameters(params *scaffold.Object) string {
	var list []string
	for name, value := range params.All() {
		list = append(list, url.QueryEscape(name)+"="+url.QueryEscape(text(value)))
	}
	return strings.Join(list, "&")
}

func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return scaffold.JSON(v, "")
}

// output sets the outputs, or fails if the answer is that of a failure and the template does not go on with it.
func (a *answer) output(c *scaffold.Call, token string) error {
	body, err := a.decode()
	if err != nil {
		return err
	}
	headers := map[string]any{}
	if a.code >= http.StatusBadRequest {
		text := fmt.Sprintf("There was an issue with your request. Status code: %d Response body: %s", a.code, scaffold.JSON(body, ""))
		c.Log.Error(hide(errors.New(text), token).Error())
		if !c.Input.Bool("continueOnBadResponse") {
			return fmt.Errorf("unable to complete request: status %d", a.code)
		}
	} else {
		for name, values := range a.header {
			headers[strings.ToLower(name)] = strings.Join(values, ", ")
		}
	}
	c.Output("code", a.code)
	c.Output("headers", headers)
	c.Output("body", body)
	return nil
}

func (a *answer) decode() (any, error) {
	if !strings.Contains(a.header.Get("Content-Type"), "application/json") {
		return scaffold.NewObject("message", string(a.body)), nil
	}
	if !json.Valid(a.body) {
		return nil, errors.New("could not parse response body: it is no JSON")
	}
	return scaffold.ParseJSON(a.body)
}

// hide returns err without the token.
func hide(err error, token string) error {
	if token == "" || !strings.Contains(err.Error(), token) {
		return err
	}
	hidden := errors.New(strings.ReplaceAll(err.Error(), token, "***"))
	if errors.Is(err, plan.ErrUnclear) {
		return errors.Join(plan.ErrUnclear, hidden)
	}
	return hidden
}
