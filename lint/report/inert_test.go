package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/lint/report"
)

func TestForLog(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"plain", "a/b.yaml: no such file", "a/b.yaml: no such file"},
		{"several lines", "one\ntwo\n", "one\ntwo\n"},
		{"a command of GitHub's", "::error::x\n ::add-mask::y", "./::error::x\n./ ::add-mask::y"},
		{"a command in a line", "x ##[error]y ##vso[z]", "x ##\uFFFDerror]y ##vso\uFFFDz]"},
		{"terminal", "\x1b[31mred\u202e", "\uFFFD[31mred\uFFFD"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, report.ForLog(tt.text))
		})
	}
}
