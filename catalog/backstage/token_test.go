package backstage_test

import (
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/backstage"
	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	environment := map[string]string{"BACKSTAGE_TOKEN": " good\n", "EMPTY": "\n"}
	env := func(name string) backstage.TokenSource {
		return backstage.EnvToken(name, func(name string) (string, bool) { v, ok := environment[name]; return v, ok })
	}
	c := serve(t, harbor(t, &backstagetest.Options{Token: "good", RequireToken: true}))
	ask := func(source backstage.TokenSource) error {
		own := *c
		own.Token = source
		_, err := own.Entity(t.Context(), component("crane-01"))
		return err
	}

	require.ErrorIs(t, ask(nil), backstage.ErrUnauthorized)
	require.NoError(t, ask(backstage.StaticToken("good")))
	require.ErrorIs(t, ask(backstage.StaticToken("bad")), backstage.ErrUnauthorized)
	require.NoError(t, ask(env("BACKSTAGE_TOKEN")))
	err := ask(env("MISSING"))
	require.ErrorIs(t, err, backstage.ErrNoToken)
	assert.Contains(t, err.Error(), "token: environment variable MISSING is empty or not set")
	require.ErrorIs(t, ask(env("EMPTY")), backstage.ErrNoToken)

	source := backstage.FileToken(file)
	require.ErrorIs(t, ask(source), fs.ErrNotExist)
	write("good\n")
	require.NoError(t, ask(source))
	write("bad")
	require.ErrorIs(t, ask(source), backstage.ErrUnauthorized, "the file is read again")
	write(" \n")
	require.ErrorIs(t, ask(source), backstage.ErrNoToken)
	write(strings.Repeat("x", 70_000))
	require.ErrorIs(t, ask(source), backstage.ErrTokenSize)
	require.Error(t, ask(backstage.FileToken(filepath.Dir(file))), "a folder")
}

func TestTokenIsNotShown(t *testing.T) {
	t.Parallel()
	c := &backstage.Client{URL: "https://backstage.example.com", Token: backstage.StaticToken("s3cret")}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("made", "client", c)
	slog.New(slog.NewTextHandler(&log, nil)).Info("made", "token", c.Token)
	for _, text := range []string{log.String(), fmt.Sprintf("%v %+v %#v", c, *c, c)} {
		assert.NotContains(t, text, "s3cret")
	}
}
