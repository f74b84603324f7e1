package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goldenpath-go/goldenpath/dora"
	"github.com/goldenpath-go/goldenpath/dora/report"
	"github.com/goldenpath-go/goldenpath/internal/browsertest"
)

var screenshot = flag.String("screenshot", "", "file to write the picture of the light page to")

func open(t *testing.T, r *dora.Report, o *browsertest.Options) *browsertest.Page {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(file, bytesOf(t, format{write: report.HTML}, r), 0o600))
	p := browsertest.Open(t, file, o)
	assert.Empty(t, p.Console)
	assert.Empty(t, p.Hosts, "the page asks for nothing")
	return p
}

// palette returns the colours of the page, light or dark.
func palette(t *testing.T, dark bool) map[string]string {
	t.Helper()
	style, err := os.ReadFile("template/style.css")
	require.NoError(t, err)
	blocks := strings.SplitN(string(style), "prefers-color-scheme: dark", 2)
	block := blocks[0]
	if dark {
		block = blocks[1]
	}
	out := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(block, -1) {
		out[m[1]] = m[2]
	}
	require.Len(t, out, 12)
	return out
}

// TestPage opens the page of the shop, light and dark, and counts what its charts are made of.
func TestPage(t *testing.T) {
	t.Parallel()
	r := shop(t).report(&dora.Options{Bucket: dora.Week})
	for name, dark := range map[string]bool{"light": false, "dark": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, r, &browsertest.Options{Dark: dark, Width: 1100, Height: 2260})
			for kind, n := range map[string]int{"levels": 4, "trend": 1 + len(r.Services), "distribution": 1, "failures": 1, "restores": 1, "teams": 4} {
				assert.Len(t, p.Elements("svg", "chart", kind), n, kind)
			}
			assert.Len(t, p.Elements("circle", "restored"), r.Org.Restore.N)
			assert.Len(t, p.Elements("circle", "open"), r.Org.Restore.Open)
			assert.Len(t, p.Elements("rect", "band"), 4+4+4, "levels behind distribution, failure rate and incidents")
			assert.GreaterOrEqual(t, len(p.Elements("rect", "count")), 6*10)
			assert.Len(t, p.Elements("tr", "service"), len(r.Services))
			if p.Picture == nil {
				return
			}
			if *screenshot != "" && !dark {
				require.NoError(t, os.WriteFile(*screenshot, p.PNG, 0o600))
			}
			for _, c := range []string{"paper", "count", "high", "medium", "low"} {
				assert.Greater(t, p.Pixels(palette(t, dark)[c]), 500, "%s %s", c, palette(t, dark)[c])
			}
		})
	}
}

// TestPageHostile opens the page of things with hostile names.
func TestPageHostile(t *testing.T) {
	t.Parallel()
	p := open(t, hostile(t).report(nil), nil)
	assert.Empty(t, p.Elements("script"))
	assert.Len(t, p.Elements("style"), 1)
	assert.Len(t, p.Elements("svg", "trend"), 1+len(hostileNames()))
}

// TestPageTables makes sure that what a chart shows can be read as text.
func TestPageTables(t *testing.T) {
	t.Parallel()
	page := string(bytesOf(t, format{write: report.HTML}, pair(t).report(nil)))
	assert.Equal(t, strings.Count(page, "<figure>"), strings.Count(page, "<details><summary>As a table")+4, "the table of teams is that of all figures")
	assert.Equal(t, strings.Count(page, `role="img"><title>`), strings.Count(page, "<svg"), "every picture says what it is")
	assert.Equal(t, strings.Count(page, "<desc>"), strings.Count(page, "<svg"))
}

// TestPageFailed makes sure that the page says which deployments failed and why, and of many the latest.
func TestPageFailed(t *testing.T) {
	t.Parallel()
	r := pair(t).report(nil)
	page := string(bytesOf(t, format{write: report.HTML}, r))
	require.NotEmpty(t, r.Org.FailedIDs)
	for _, id := range r.Org.FailedIDs {
		assert.Contains(t, page, "<td><bdi>"+id+"</bdi></td>")
	}
	assert.Contains(t, page, "<bdi>incident INC-")
	c := newCompany(t)
	c.service("orders", "", 6*time.Hour, time.Hour, 1)
	r = c.report(nil)
	page = string(bytesOf(t, format{write: report.HTML}, r))
	require.Greater(t, r.Org.ChangeFailure.Failed, 150)
	assert.Contains(t, page, fmt.Sprintf("100 of %d failed deployments are shown here: the latest.", r.Org.ChangeFailure.Failed))
	all, err := r.Explain("orders", dora.ChangeFailureRate)
	require.NoError(t, err)
	assert.Contains(t, page, "<bdi>"+all[len(all)-1].Deployment+"</bdi>")
	assert.NotContains(t, page, "<bdi>"+all[0].Deployment+"</bdi>")
}

// TestPageSize makes sure that the page of a thousand services can be read.
func TestPageSize(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	for i := range 1000 {
		c.service(fmt.Sprintf("service-%03d", i), fmt.Sprintf("team-%02d", i%50), time.Duration(20+i%20)*24*time.Hour, 30*time.Hour, 3)
	}
	for bucket, charts := range map[dora.Bucket]int{dora.Month: 40, dora.Day: 33} {
		page := bytesOf(t, format{write: report.HTML}, c.report(&dora.Options{Bucket: bucket}))
		assert.Less(t, len(page), 2_000_000, bucket)
		assert.Equal(t, 1+charts, bytes.Count(page, []byte(`"chart trend"`)), bucket)
		assert.Contains(t, string(page), fmt.Sprintf("%d of 1000 services are shown here: those with the most deployments; the table above has all.", charts))
		assert.Contains(t, string(page), "30 of 50 teams are shown here")
		assert.Equal(t, 1000, bytes.Count(page, []byte(`<tr class="service">`)), bucket)
	}
}

// TestContrast holds the colours of text against WCAG 2, level AA.
func TestContrast(t *testing.T) {
	t.Parallel()
	for _, dark := range []bool{false, true} {
		colours := palette(t, dark)
		for _, text := range []string{"ink", "quiet", "elite", "high", "medium", "low", "none"} {
			for _, behind := range []string{"paper", "card"} {
				assert.GreaterOrEqual(t, contrast(t, colours[text], colours[behind]), 4.5, "%s on %s, dark %t", text, behind, dark)
			}
		}
		for _, shape := range []string{"count", "mark"} {
			assert.GreaterOrEqual(t, contrast(t, colours[shape], colours["paper"]), 3.0, "%s, dark %t", shape, dark)
		}
	}
}

// contrast is that of WCAG 2.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		require.NoError(t, err)
		c := float64(v) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
			continue
		}
		sum += weight * math.Pow((c+0.055)/1.055, 2.4)
	}
	return sum
}
