package report_test

import (
	"os"
	"strings"
	"time"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/report"
)

func ExampleMarkdown() {
	history, err := dora.Read("events.jsonl", strings.NewReader(`
{"type": "deployment", "service": "orders", "id": "1", "environment": "production", "finished_at": "2026-01-05T09:00:00Z", "status": "success"}
{"type": "deployment", "service": "orders", "id": "2", "environment": "production", "finished_at": "2026-01-06T09:00:00Z", "status": "success"}
`))
	if err != nil {
		panic(err)
	}
	figures := dora.Calculate(history, dora.Days(7, time.Date(2026, 1, 8, 0, 0, 0, 0, time.UTC)), nil)
	if err := report.Markdown(os.Stdout, figures); err != nil {
		panic(err)
	}
	// Output:
	// # Delivery from 2026-01-01 to 2026-01-08
	//
	// | | deployments | frequency | lead time | failure rate | restore | level |
	// | --- | ---: | ---: | ---: | ---: | ---: | --- |
	// | **all services** | 2 | 2.0/week | – | 0.0% | – | high |
	// | **unowned** | 2 | 2.0/week | – | 0.0% | – | high |
	// | orders | 2 | 2.0/week | – | 0.0% | – | high |
	//
	// Levels are those of the table “doc”; the overall level is the worst of the four.
	//
	// ## What the figures stand for
	//
	// - **Deployment frequency** (2 deployments on 2 days; 95% interval 0.2/week to 7.2/week) is a proxy for the size of batches: small ones are easier to review, to test and to take back. It does not say that what was deployed was worth it.
	// - **Lead time for changes** (median of 0 changes) is a proxy for how soon an idea, or a repair, can reach users once it is written. It does not see the time before the first commit, and author dates can be wrong.
	// - **Change failure rate** (0 of 2 deployments failed; 95% interval 0.0% to 65.8%) is a proxy for the quality of what reaches production. It sees only the failures that somebody recorded or took back.
	// - **Time to restore** (median of 0 incidents) is a proxy for how long users suffer. It is as true as the times in the incident tool.
	//
	// ## To look at twice
	//
	// - services without owner: 1
	// - deployments of unknown commits: 2 \(orders\)
	// - few data to rely on: fewer than 5 deployments, fewer than 6 changes, fewer than 3 incidents
}
