package report

import _ "embed" // for the schema

//go:embed report.schema.json
var reportSchema string

// Schema returns the JSON Schema (draft 2020-12) of what [JSON] writes, and under $defs/line that of a line of
// [JSONLines].
func Schema() []byte { return []byte(reportSchema) }
