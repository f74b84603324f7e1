package slack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/goldenpath-go/goldenpath/plan"
)

// unclear marks errors after which nobody knows whether Slack took the message: the request may have arrived, the answer did
// not.
func unclear(err error) error {
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
