// Package report writes the figures of package dora for people and machines: a
// table for a terminal, Markdown for a pull request or a wiki, JSON,
// OpenMetrics, and one HTML page with charts that needs no script and no
// network. The same report gives the same bytes.
package report
