package pagerduty_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/pagerduty"
)

func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"more": false, "incidents": [{"id": "Q1", "status": "resolved", "created_at": "2026-01-05T09:00:00Z",
			"resolved_at": "2026-01-05T09:45:00Z", "service": {"id": "PORDERS"}}]}`)
	}))
	defer server.Close()
	source := &pagerduty.Incidents{Account: &pagerduty.Account{Token: "secret", Base: server.URL}, Quick: true}
	scope := dora.Scope{Services: []dora.Service{{Name: "orders", Annotations: map[string]string{pagerduty.ServiceID: "PORDERS"}}}}
	window := dora.Days(28, time.Date(2026, 1, 29, 0, 0, 0, 0, time.UTC))
	history, err := dora.Collect(context.Background(), dora.Sources{Incidents: map[string]dora.IncidentSource{"pagerduty": source}}, scope, window, nil)
	if err != nil {
		panic(err)
	}
	restore := dora.Calculate(history, window, nil).Org.Restore
	fmt.Println(restore.N, time.Duration(restore.P50.Value)*time.Second)
	// Output: 1 45m0s
}
