package main

import (
	"fmt"
	"strings"
	"testing/fstest"
)

// project returns a helmfile of so many releases.
func project(releases, environments int) fstest.MapFS {
	fsys := fstest.MapFS{}
	write := func(name, text string) { fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	var state strings.Builder
	state.WriteString("environments:\n")
	for e := range environments {
		fmt.Fprintf(&state, "  env%d:\n    values:\n      - env/common.yaml\n      - env/env%d.yaml\n", e, e)
	}
	state.WriteString("---\nreleases:\n")
	var common strings.Builder
	common.WriteString("domain: example.test\nservices:\n")
	for r := range releases {
		fmt.Fprintf(&common, "  service%d: {enabled: %t, replicas: 2}\n", r, r%10 != 0)
		fmt.Fprintf(&state, `  - name: service%d
    namespace: team%d
    chart: repo/service
    version: 1.%d.0
    labels: {team: team%d}
    condition: services.service%d.enabled
    values:
      - values/service%d.yaml
      - values/service%d.yaml.gotmpl
    set:
      - name: image.tag
        value: {{ requiredEnv "IMAGE_TAG" }}
`, r, r%7, r%20, r%7, r, r, r)
		write(fmt.Sprintf("values/service%d.yaml", r), "replicas: 1\nresources:\n  limits: {cpu: 500m, memory: 256Mi}\n  requests: {cpu: 100m, memory: 128Mi}\nports: [8080, 9090]\n")
		write(fmt.Sprintf("values/service%d.yaml.gotmpl", r), fmt.Sprintf(`replicas: {{ .Values.services.service%d.replicas }}
host: {{ .Release.Name }}.{{ .Values.domain }}
{{- if eq .Environment.Name "env0" }}
debug: true
{{- end }}
env:
  ENVIRONMENT: {{ .Environment.Name | quote }}
  NAMESPACE: {{ .Release.Namespace }}
`, r))
	}
	write("helmfile.yaml.gotmpl", state.String())
	write("env/common.yaml", common.String())
	for e := range environments {
		write(fmt.Sprintf("env/env%d.yaml", e), fmt.Sprintf("domain: env%d.example.test\nservices:\n  service0: {enabled: true, replicas: %d}\n", e, e+1))
	}
	return fsys
}
