package unclear_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goldenpath-go/goldenpath/plan"
	"github.com/goldenpath-go/goldenpath/scaffold/action/internal/unclear"
)

func TestMark(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  error
		want bool
	}{
		{nil, false}, {errors.New("500"), false}, {&net.OpError{Op: "dial", Err: errors.New("refused")}, false},
		{fmt.Errorf("x: %w", &net.OpError{Op: "read", Err: errors.New("reset")}), true}, {io.EOF, true}, {io.ErrUnexpectedEOF, true},
		{context.Canceled, true}, {context.DeadlineExceeded, true},
	}
	for _, tt := range tests {
		got := unclear.Mark(tt.err)
		assert.Equal(t, tt.want, errors.Is(got, plan.ErrUnclear), "%v", tt.err)
		assert.ErrorIs(t, got, tt.err)
	}
}
