package report_test

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/goldenpath-go/goldenpath/lint"
)

// sarif is as much of a log as is looked at here.
type sarif struct {
	Runs []struct {
		ColumnKind string
		Tool       struct {
			Driver struct {
				Rules []struct{ ID string }
			}
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct{ Message sarifMessage }
		}
		Results []sarifResult
	}
}

type sarifMessage struct{ Text string }

type sarifResult struct {
	RuleID              string
	RuleIndex           int
	Level               string
	Message             sarifMessage
	Locations           []sarifLocation
	RelatedLocations    []sarifLocation
	PartialFingerprints map[string]string
	Suppressions        []struct{ Kind, Justification string }
	Fixes               []struct {
		ArtifactChanges []struct {
			Replacements []struct {
				DeletedRegion   sarifRegion
				InsertedContent sarifMessage
			}
		}
	}
}

type sarifLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct{ URI, URIBaseID string }
		Region           sarifRegion
	}
}

type sarifRegion struct{ StartLine, StartColumn, EndLine, EndColumn int }

func (c checker) checkSARIF(data []byte, r *lint.Result) error {
	var log sarif
	if err := c.bySchema("sarif", data, &log); err != nil {
		return err
	}
	if err := sameNumber("results", len(r.Diagnostics)+len(r.Suppressed), len(log.Runs[0].Results)); err != nil {
		return err
	}
	return githubDemands(&log)
}

// The limits of GitHub's code scanning.
const (
	maxResults   = 25_000
	maxLocations = 1_000
	maxRules     = 25_000
)

func (c checker) checkGitHubSARIF(data []byte, r *lint.Result) error {
	var log sarif
	if err := c.bySchema("sarif", data, &log); err != nil {
		return err
	}
	for _, result := range log.Runs[0].Results {
		if len(result.Suppressions) > 0 {
			return errors.New("an ignored finding, which GitHub would show as open")
		}
	}
	if err := sameNumber("results", min(len(r.Diagnostics), maxResults), len(log.Runs[0].Results)); err != nil {
		return err
	}
	return githubDemands(&log)
}

// githubDemands is what makes GitHub refuse a log, or lose a result: several runs, results without a place, places that
// are no relative path, lines and columns below 1, rules that are not described.
func githubDemands(log *sarif) error {
	if len(log.Runs) != 1 {
		return errors.New("not one run")
	}
	run := log.Runs[0]
	if run.ColumnKind != "utf16CodeUnits" || len(run.Tool.Driver.Rules) > maxRules {
		return errors.New("column kind or number of rules")
	}
	seen := map[string]bool{}
	for _, result := range run.Results {
		if run.Tool.Driver.Rules[result.RuleIndex].ID != result.RuleID {
			return fmt.Errorf("rule of %q", result.RuleID)
		}
		if result.Message.Text == "" || len(result.Locations) != 1 || len(result.RelatedLocations) > maxLocations {
			return fmt.Errorf("message or locations of %q", result.RuleID)
		}
		for _, at := range append(result.Locations, result.RelatedLocations...) {
			if err := goodLocation(at); err != nil {
				return err
			}
		}
		for _, name := range result.PartialFingerprints {
			if seen[name] {
				return errors.New("two results with one fingerprint")
			}
			seen[name] = true
		}
	}
	return nil
}

func goodLocation(at sarifLocation) error {
	text := at.PhysicalLocation.ArtifactLocation.URI
	u, err := url.Parse(text)
	if err != nil || text == "" || u.IsAbs() || u.Host != "" || u.RawQuery != "" || u.Fragment != "" || strings.HasPrefix(text, "/") {
		return fmt.Errorf("no relative path: %q", text)
	}
	g := at.PhysicalLocation.Region
	if g.StartLine < 1 || g.StartColumn < 1 || g.EndLine < g.StartLine || g.EndColumn < 1 || g.EndLine == g.StartLine && g.EndColumn < g.StartColumn {
		return fmt.Errorf("region %+v", g)
	}
	return nil
}
