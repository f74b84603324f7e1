package main

import (
	"context"
	"io"
	"net"
	"net/url"
	"time"
)

// delay returns the address of a network to the server at address which takes so much longer for each request.
func delay(ctx context.Context, address string, by time.Duration) (string, error) {
	server, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	context.AfterFunc(ctx, func() { _ = l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			go carry(near, server.Host, by)
		}
	}()
	return "http://" + l.Addr().String(), nil
}

// carry carries one connection: what comes from the client waits, what comes from the server does not.
func carry(near net.Conn, host string, by time.Duration) {
	defer func() { _ = near.Close() }()
	far, err := net.Dial("tcp", host)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	go func() {
		_, _ = io.Copy(near, far)
		_ = near.Close()
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := near.Read(buffer)
		if n > 0 {
			time.Sleep(by)
			if _, err := far.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
