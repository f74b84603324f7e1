package dora_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
)

const week = `{"type":"service","name":"orders","repo":"acme/orders","owner":"payments"}
{"type":"commit","repo":"acme/orders","sha":"c0","authored_at":"2026-02-20T09:00:00Z"}
{"type":"commit","repo":"acme/orders","sha":"c1","parents":["c0"],"authored_at":"2026-03-03T09:00:00Z"}
{"type":"commit","repo":"acme/orders","sha":"c2","parents":["c1"],"authored_at":"2026-03-04T09:00:00Z"}
{"type":"deployment","service":"orders","id":"d0","environment":"production","sha":"c0","finished_at":"2026-02-20T10:00:00Z","status":"success"}
{"type":"deployment","service":"orders","id":"d1","environment":"production","sha":"c1","finished_at":"2026-03-03T10:00:00Z","status":"success"}
{"type":"deployment","service":"orders","id":"d2","environment":"production","sha":"c2","finished_at":"2026-03-04T11:00:00Z","status":"success"}
{"type":"deployment","service":"orders","id":"d3","environment":"production","sha":"c1","finished_at":"2026-03-04T12:30:00Z","status":"success"}
{"type":"incident","id":"INC-7","service":"orders","opened_at":"2026-03-03T10:20:00Z","resolved_at":"2026-03-03T11:05:00Z"}
`

func Example() {
	history, err := dora.Read("events.jsonl", strings.NewReader(week))
	if err != nil {
		fmt.Println(err)
		return
	}
	report := dora.Calculate(history, dora.Days(30, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)), nil)
	team := report.Teams["group:default/payments"]
	fmt.Println("deployments", team.Deployments.Count, "lead time", team.LeadTime.P50.Value, "s")
	fmt.Println("failed", team.ChangeFailure.Failed, "of", team.ChangeFailure.Total, team.Levels.FailureRate)
	// Output:
	// deployments 2 lead time 5400 s
	// failed 2 of 2 low
}

func ExampleReport_Explain() {
	history, err := dora.Read("events.jsonl", strings.NewReader(week))
	if err != nil {
		fmt.Println(err)
		return
	}
	report := dora.Calculate(history, dora.Days(30, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)), nil)
	evidence, err := report.Explain("orders", dora.ChangeFailureRate)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range evidence {
		fmt.Printf("%s %s: %s\n", e.Role, e.Deployment, e.Reason)
	}
	// Output:
	// failed d1: incident INC-7 began after it, before any other
	// failed d2: taken back by d3 at 2026-03-04T12:30:00Z
}
