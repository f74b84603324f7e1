package cel

import (
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
)

// openIsUnknown has a comprehension be unknown that comes to the end of an open list.
// Comprehensions are the ids of the expression's.
func openIsUnknown(comprehensions map[int64]bool) interpreter.InterpretableDecoratorV2 {
	return func(i interpreter.InterpretableV2) (interpreter.InterpretableV2, error) {
		if _, done := i.(*openFold); done || !comprehensions[i.ID()] {
			return i, nil
		}
		return &openFold{i}, nil
	}
}

// openFold is a comprehension that may be over an open list.
type openFold struct {
	interpreter.InterpretableV2
}

// Exec returns what the comprehension gives.
func (o *openFold) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	found, _ := frame.ResolveName(varView)
	v, ok := found.(*view)
	if !ok || v == nil {
		return o.InterpretableV2.Exec(frame)
	}
	depth := len(v.folds)
	v.folds = append(v.folds, false)
	value := o.InterpretableV2.Exec(frame)
	open := v.folds[depth]
	v.folds = v.folds[:depth]
	if open {
		return unknown
	}
	return value
}

// Eval does what Exec does.
func (o *openFold) Eval(vars interpreter.Activation) ref.Val {
	return interpreter.EvalActivation(vars, o.Exec)
}
