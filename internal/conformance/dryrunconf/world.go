package dryrunconf

import (
	"context"
	_ "embed" // the world of the recorded answers

	"github.com/goldenpath-go/goldenpath/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold"
	catalogaction "github.com/goldenpath-go/goldenpath/scaffold/action/catalog"
	"github.com/goldenpath-go/goldenpath/scaffold/action/debug"
	"github.com/goldenpath-go/goldenpath/scaffold/action/fetch"
	fsaction "github.com/goldenpath-go/goldenpath/scaffold/action/fs"
	"github.com/goldenpath-go/goldenpath/scaffold/dialect"
	"github.com/goldenpath-go/goldenpath/scaffold/nunjucks"
)

var (
	//go:embed world/actions.json
	knownActions []byte
	//go:embed world/entities.json
	knownEntities []byte
)

// entities is the catalog of the recorded answers, as far as templates ask for it.
type entities struct{ *scaffold.Object }

// Entity returns an entity.
func (e entities) Entity(_ context.Context, ref catalog.Ref) (*scaffold.Object, error) {
	return e.Object.Object(ref.String()), nil
}

func readEntities() (entities, error) {
	value, err := scaffold.ParseJSON(knownEntities)
	if err != nil {
		return entities{}, err
	}
	o, _ := value.(*scaffold.Object)
	return entities{o}, nil
}

// newRunner returns a runner like the scaffolder that gave the answers.
func newRunner(d nunjucks.Dialect, all entities) (*scaffold.Runner, error) {
	actions, err := scaffold.ParseActions(knownActions)
	if err != nil {
		return nil, err
	}
	actions = append(actions, fetch.Actions(nil)...)
	actions = append(actions, fsaction.Actions()...)
	actions = append(actions, debug.Actions()...)
	actions = append(actions, catalogaction.Actions(catalogaction.Services{Reader: all})...)
	return &scaffold.Runner{
		Renderer: dialect.New(d, nil), Actions: actions, Classic: d == nunjucks.Nunjucks3,
		Environment: scaffold.Environment{
			Parameters: scaffold.NewObject("region", "eu-north-1"), Secrets: map[string]string{"apiKey": "env-s3cr3t"},
		},
	}, nil
}
