package backstagetest_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/catalog/backstage/backstagetest"
)

// FuzzServer checks that no request makes the server fail in a way that Backstage would not.
func FuzzServer(f *testing.F) {
	harbor, err := backstagetest.Harbor()
	require.NoError(f, err)
	all, err := backstagetest.Exchanges()
	require.NoError(f, err)
	for _, x := range all {
		f.Add(x.Method, x.Target, x.Body)
	}
	cursor := base64.StdEncoding.EncodeToString([]byte(`{"orderFields":[{"field":"kind","order":"desc"}],"orderFieldValues":[],"isPrevious":true}`))
	f.Add("GET", "/entities/by-query?limit=1&cursor="+url.QueryEscape(cursor), "")
	f.Add("POST", "/entities/by-query", `{"limit": -1, "offset": -1}`)
	f.Add("GET", "/entities?after="+url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(`{"limit":-1,"offset":-2}`))), "")
	server := backstagetest.New(harbor, &backstagetest.Options{Read: readFile})
	f.Fuzz(func(t *testing.T, method, target, body string) {
		u, err := url.Parse("http://backstage.example.com/api/catalog" + target)
		r, bad := http.NewRequestWithContext(t.Context(), method, "http://backstage.example.com", strings.NewReader(body))
		if err != nil || bad != nil {
			return
		}
		r.URL = u
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		emptyTarget := strings.Contains(w.Body.String(), "Unable to stringify location ref, empty target")
		if w.Code >= http.StatusInternalServerError && !emptyTarget {
			t.Errorf("%s %s %s: %d %s", method, target, body, w.Code, w.Body)
		}
	})
}
