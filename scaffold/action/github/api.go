package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	gh "github.com/google/go-github/v62/github"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/hidden"
)

// repository is one that an action works on, and the way to it.
type repository struct {
	repoURL
	client  *gh.Client
	hide    hidden.Texts
	resumed bool // an earlier attempt has begun, and kept what undoes it
}

// open returns the repository that an input names.
func (s Services) open(ctx context.Context, in *scaffold.Object) (*repository, error) {
	at, err := parseRepoURL(in.Text("repoUrl"))
	if err != nil {
		return nil, err
	}
	r, err := s.connect(ctx, at, in.Text("token"))
	if err != nil {
		return nil, err
	}
	r.hide = secretsOf(in, s.WebhookSecret)
	return r, nil
}

// connect returns a repository for which the client asks only its own server.
func (s Services) connect(ctx context.Context, at repoURL, token string) (*repository, error) {
	given, err := s.Clients.Client(ctx, at.Host, token)
	if err != nil {
		return nil, hidden.Texts{token}.From(fmt.Errorf("client for %s: %w", at.Host, err))
	}
	own := given.Client() // a copy
	own.CheckRedirect = stay(own.CheckRedirect)
	client := gh.NewClient(own)
	client.BaseURL, client.UserAgent = given.BaseURL, given.UserAgent
	return &repository{repoURL: at, client: client}, nil
}

// stay returns what a client asks before it follows a redirect: a token must not go to another server, and what writes is
// not sent again as something that reads.
func stay(before func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(next *http.Request, via []*http.Request) error {
		from := via[0].URL
		switch {
		case next.URL.Scheme != from.Scheme || next.URL.Host != from.Host:
			return fmt.Errorf("redirect to another server, %s, is not followed", next.URL.Host)
		case next.Method != via[0].Method:
			return fmt.Errorf("redirect of a %s is not followed", via[0].Method)
		case len(via) > 9:
			return errors.New("too many redirects")
		case before != nil:
			return before(next, via)
		}
		return nil
	}
}

// in returns the path of something in the repository.
func (r *repository) in(segments ...string) []string {
	return append([]string{"repos", r.Owner, r.Name}, segments...)
}

// call sends a request. Each segment of the path stays one, whatever it holds; out may be nil.
func (r *repository) call(ctx context.Context, method string, path []string, body, out any) error {
	return r.query(ctx, method, path, nil, body, out)
}

func (r *repository) query(ctx context.Context, method string, path []string, query url.Values, body, out any) error {
	address, err := escape(path)
	if err != nil {
		return err
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	request, err := r.client.NewRequest(method, address, body)
	if err != nil {
		return err
	}
	_, err = r.client.Do(ctx, request, out)
	return err
}

// escape returns the path with these segments. Some servers decode %2F and resolve dots before they look at a path; only
// names of branches, environments and labels may have slashes, and no segment of them may be a dot.
func escape(segments []string) (string, error) {
	escaped := make([]string, len(segments))
	for i, s := range segments {
		for part := range strings.SplitSeq(s, "/") {
			if part == "" || part == "." || part == ".." || !utf8.ValidString(part) || strings.ContainsFunc(part, unicode.IsControl) {
				return "", scaffold.Errorf(scaffold.ErrInput, "%q cannot stand in the address of a request", s)
			}
		}
		escaped[i] = url.PathEscape(s)
	}
	return strings.Join(escaped, "/"), nil
}

// status returns the HTTP status of an answer that is an error; 0 when there was no answer.
func status(err error) int {
	var refused *gh.ErrorResponse
	if errors.As(err, &refused) && refused.Response != nil {
		return refused.Response.StatusCode
	}
	return 0
}

func isGone(err error) bool { return status(err) == http.StatusNotFound }

// said reports whether GitHub's answer has these words.
func said(err error, words string) bool {
	var refused *gh.ErrorResponse
	return errors.As(err, &refused) && strings.Contains(refused.Error(), words)
}
