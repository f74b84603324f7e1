// Command vaultdev runs a real Vault in memory, unsealed, on loopback, for tests and demonstrations. When it is ready it
// prints one line of JSON:
//
//	{"address":"http://127.0.0.1:PORT","root_token":"hvs.…","unseal_key":"…","version":"1.14.1"}
//
// It ends when its standard input does, so a test that dies takes it along. It links Vault's own core, with the secrets
// engines kv and database and the auth method kubernetes, and nothing else: any other plugin is unknown to it. The engine
// database has one kind of database, memory-database-plugin, which keeps accounts in memory.
//
// It is a module of its own, so that nothing of Vault's server is among the requirements of the library, and nobody who
// uses the library builds it. The version is 1.14.1, whose licence is the MPL-2.0 as that of the modules it needs; it is
// linked, and nothing of it is copied here. That version is from 2023 and has known weaknesses, of which none matters to
// a server that listens on loopback, lives for one test and keeps made-up secrets.
//
// Folder stubs stands in for the clients of cloud services by which a Vault in production is unsealed and finds its
// peers. The core names them, a server in memory never calls them, and they would be half of the build.
package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/go-hclog"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/vault"
	"github.com/hashicorp/vault/version"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "loopback address to serve on")
	level := flag.String("log-level", "error", "level of Vault's log, which goes to standard error")
	sealed := flag.Bool("sealed", false, "leave the server initialised but sealed")
	flag.Parse()
	if err := run(*listen, *level, *sealed); err != nil {
		fmt.Fprintln(os.Stderr, "vaultdev:", err)
		os.Exit(1)
	}
}

func run(listen, level string, sealed bool) error {
	ln, err := listenLoopback(listen)
	if err != nil {
		return err
	}
	address := "http://" + ln.Addr().String()
	log := hclog.New(&hclog.LoggerOptions{Output: os.Stderr, Level: hclog.LevelFromString(level)})
	core, err := newCore(address, log)
	if err != nil {
		return err
	}
	keys, err := initialise(core, sealed)
	if err != nil {
		return err
	}
	err = json.NewEncoder(os.Stdout).Encode(map[string]string{
		"address":    address,
		"root_token": keys.RootToken,
		"unseal_key": hex.EncodeToString(keys.SecretShares[0]),
		"version":    strings.TrimPrefix(version.GetVersion().VersionNumber(), "v"),
	})
	if err != nil {
		return err
	}
	return errors.Join(serve(ln, core), core.Shutdown())
}

// listenLoopback refuses to show a server with a known root token to the network.
func listenLoopback(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("%s is not a loopback address", address)
	}
	return net.Listen("tcp", address)
}

// serve answers until standard input ends.
func serve(ln net.Listener, core *vault.Core) error {
	server := &http.Server{
		Handler: vaulthttp.Handler.Handler(&vault.HandlerProperties{
			Core:           core,
			ListenerConfig: &configutil.Listener{}, // newer versions panic without
		}),
		ReadHeaderTimeout: 10 * time.Second,
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // its end is the signal, however it comes
		_ = server.Close()
	}()
	if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
