package cel

import (
	"fmt"

	celgo "cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/functions"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"

	"github.com/goldenpath-go/goldenpath/catalog"
)

// The limits of an expression's form. They keep the parser and the regular expressions from taking what they like.
const (
	maxExpression = 16 << 10 // code points
	maxNesting    = 60
	maxRegexp     = 2000 // instructions
)

// environment is what expressions are compiled against: types, variables and functions.
type environment struct {
	*celgo.Env
	variables []string
}

// newEnvironment returns the environment of an entity: CEL's standard definitions, optional values, bindings, functions
// on texts and sets, and what is ours.
func newEnvironment() (*environment, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	options := []celgo.EnvOption{
		celgo.CustomTypeAdapter(adapter{registry}), celgo.CustomTypeProvider(registry),
		celgo.StdLib(), celgo.OptionalTypes(), ext.Bindings(), ext.Strings(), ext.Sets(),
		celgo.CrossTypeNumericComparisons(true), celgo.EnableIdentifierEscapeSyntax(), celgo.DefaultUTCTimeZone(true),
		celgo.ParserExpressionSizeLimit(maxExpression), celgo.ParserRecursionLimit(maxNesting), celgo.RegexProgramSizeLimit(maxRegexp),
		celgo.CustomTypeProvider(&provider{registry}), celgo.CostSizingStrategy(cost.AggregateSizingStrategy(sizing()...)),
		celgo.Variable(varEntity, entityType), celgo.Variable(varCatalog, catalogType),
	}
	variables := []string{varEntity, varCatalog}
	fields := entityFields()
	for _, name := range sortedFields() {
		if name == fieldNamespace {
			continue // a reserved word; entity.namespace and metadata.namespace are none
		}
		options = append(options, celgo.Variable(name, fields[name]))
		variables = append(variables, name)
	}
	env, err := celgo.NewCustomEnv(append(options, catalogFunctions()...)...)
	if err != nil {
		return nil, err
	}
	return &environment{env, variables}, nil
}

// extend returns the environment with one more variable.
func (e *environment) extend(name string, t *types.Type) (*environment, error) {
	env, err := e.Extend(celgo.Variable(name, t))
	if err != nil {
		return nil, err
	}
	return &environment{env, append(e.variables[:len(e.variables):len(e.variables)], name)}, nil
}

// catalogFunctions returns the functions that ask about other entities. They take null for a reference, too, as the owner
// of an entity that has none.
func catalogFunctions() []celgo.EnvOption {
	text, refs := types.NewNullableType(types.StringType), types.NewListType(types.StringType)
	ask := func(name string, result *types.Type, none ref.Val, answer func(*view, catalog.Ref) ref.Val) celgo.EnvOption {
		return celgo.Function(name, celgo.MemberOverload("catalog_"+name, []*types.Type{catalogType, text}, result,
			celgo.BinaryBinding(asking(none, answer))))
	}
	empty := types.NewRefValList(types.DefaultTypeAdapter, nil)
	item := types.NewTypeParamType("T")
	return []celgo.EnvOption{
		celgo.Macros(celgo.ReceiverMacro("exists", 1, expandExists)),
		ask(functionExists, types.BoolType, types.False, (*view).exists),
		ask("get", entityType, types.NullValue, (*view).get),
		ask(functionOwnedBy, refs, empty, func(v *view, r catalog.Ref) ref.Val { return v.ownedBy(r) }),
		ask(fieldDependents, refs, empty, func(v *view, r catalog.Ref) ref.Val { return v.dependents(r) }),
		celgo.Function(functionKnown, decls.DisableTypeGuards(true), celgo.Overload("known_list", []*types.Type{types.NewListType(item)}, types.NewListType(item),
			celgo.UnaryBinding(knownItems))),
	}
}

// functionExists is what catalog.exists is inside: CEL keeps the name for its macro.
const (
	functionExists  = "@exists"
	functionOwnedBy = "ownedBy"
)

// expandExists expands catalog.exists(ref); nil when it is called on something else.
func expandExists(m celgo.MacroExprFactory, target ast.Expr, args []ast.Expr) (ast.Expr, *celgo.Error) {
	if target.Kind() != ast.IdentKind || target.AsIdent() != varCatalog {
		return nil, nil
	}
	return m.NewMemberCall(functionExists, target, args...), nil
}

// asking returns a function of the catalog and a reference; none is its answer about null.
func asking(none ref.Val, answer func(*view, catalog.Ref) ref.Val) functions.BinaryOp {
	return func(receiver, arg ref.Val) ref.Val {
		v, ok := receiver.(*view)
		if !ok {
			return types.MaybeNoSuchOverloadErr(receiver)
		}
		if arg == types.NullValue {
			return none
		}
		text, ok := arg.Value().(string)
		if !ok {
			return types.MaybeNoSuchOverloadErr(arg)
		}
		target, err := catalog.ParseRef(text, catalog.Ref{})
		if err != nil {
			return types.WrapErr(fmt.Errorf("ask about %q: %w", text, err))
		}
		return answer(v, target)
	}
}

// provider knows the types of objects, beside those of CEL.
type provider struct{ *types.Registry }

// fieldsOf returns the fields of an object type of ours; nil for others.
func fieldsOf(object string) map[string]*types.Type {
	switch object {
	case entityType.TypeName():
		return entityFields()
	case relationType.TypeName():
		return relationFields()
	}
	return nil
}

// FindStructType returns the type of a name.
func (p *provider) FindStructType(name string) (*types.Type, bool) {
	switch name {
	case entityType.TypeName():
		return types.NewTypeTypeWithParam(entityType), true
	case relationType.TypeName():
		return types.NewTypeTypeWithParam(relationType), true
	}
	return p.Registry.FindStructType(name)
}

// FindStructFieldType returns the type of a field.
func (p *provider) FindStructFieldType(object, field string) (*types.FieldType, bool) {
	fields := fieldsOf(object)
	if fields == nil {
		return p.Registry.FindStructFieldType(object, field)
	}
	t, ok := fields[field]
	return &types.FieldType{Type: t}, ok
}
