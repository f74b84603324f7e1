// Package unclear tells errors of a request after which nobody knows whether it was taken.
package unclear

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/goldenpath-go/goldenpath/plan"
)

// Mark returns err so that it wraps plan.ErrUnclear, if the request may have arrived though its answer did not. Nil stays nil.
func Mark(err error) error {
	var network *net.OpError
	switch {
	case errors.As(err, &network) && network.Op == "dial":
		return err
	case network != nil, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, context.Canceled):
		return fmt.Errorf("%w: %w", plan.ErrUnclear, err)
	}
	return err
}
