// Package secrets has secrets:request, which asks for the secrets of a service, and can have them provisioned at once.
//
//	actions := secrets.Actions(provisioner) // a *Provisioner of package goldenpath/secrets
//
// Requests stand in a file, secrets-config.yaml, that is reviewed and applied by a pipeline. The action adds those of its input
// to the file in the workspace, which a later step publishes or proposes in a pull request:
//
//   - action: secrets:request
//     input:
//     secrets:
//   - {name: db-password, service: "${{ parameters.name }}", environment: production, type: generated}
//
// With provision: true it also makes what the file asks for, values, policies and roles, as that pipeline would. It only ever
// adds: a policy or a role of the service that would grant less then, or to others, is an error, and so is what somebody else
// made. Undoing takes back what the step made, and leaves what was there before or was changed since.
//
// No value is in an input, an output, the log or the journal. What is external waits for its value: see Provisioner.Set.
package secrets

import (
	"cmp"
	"context"
	_ "embed" // schemas
	"fmt"

	"github.com/goldenpath-go/goldenpath/scaffold"
	"github.com/goldenpath-go/goldenpath/secrets"
)

var (
	//go:embed schema/request.input.json
	requestInput []byte
	//go:embed schema/request.output.json
	requestOutput []byte
)

// Actions returns the action. Without a provisioner requests can be written, not provisioned.
func Actions(p *secrets.Provisioner) []*scaffold.Action {
	m := maker{p}
	return []*scaffold.Action{{
		ID: "secrets:request", Doc: "Asks for secrets in a file, and provisions them on request.", Input: requestInput, Output: requestOutput,
		DryRun: true, Effect: true, Run: m.run, Undo: m.undo,
	}}
}

// defaultFile is the founding name of the file of requests.
const defaultFile = "secrets-config.yaml"

type maker struct{ provisioner *secrets.Provisioner }

func (m maker) run(ctx context.Context, c *scaffold.Call) error {
	name := c.Input.Text("file")
	if name == "" {
		name = defaultFile
	}
	file, err := c.Workspace.Path(name)
	if err != nil {
		return err
	}
	config, err := ask(c, file)
	if err != nil {
		return err
	}
	waiting := map[string]bool{}
	if c.Input.Bool("provision") && len(config.Requests) > 0 {
		if waiting, err = m.provision(ctx, c, file, config); err != nil {
			return err
		}
	}
	c.Output("file", file)
	c.Output("secrets", listed(config, waiting))
	return nil
}

// listed returns the requests as an output. Waiting says of each path that was provisioned whether it has no value.
func listed(config *secrets.Config, waiting map[string]bool) []any {
	out := []any{}
	for _, r := range config.Requests {
		o := scaffold.NewObject("name", r.Name, "service", r.Service, "environment", r.Environment, "type", string(r.Type))
		path := config.Layout.SecretPath(r.ID)
		if account, ok := config.Account(&r); ok {
			o.Set("path", account.CredentialsPath())
		} else {
			o.Set("path", path)
			o.Set("field", cmp.Or(r.Shape.Field, secrets.DefaultField))
		}
		o.Set("policy", config.Layout.PolicyName(r.Environment, r.Service))
		o.Set("role", config.Layout.RoleName(r.Environment, r.Service))
		if waits, known := waiting[path]; known {
			o.Set("waiting", waits)
		}
		out = append(out, o)
	}
	return out
}

func say(c *scaffold.Call, format string, args ...any) { c.Log.Info(fmt.Sprintf(format, args...)) }
