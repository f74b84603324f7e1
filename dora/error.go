package dora

import "errors"

// ErrShallow says that a source's history is cut off, so that lead times
// would be wrong.
var ErrShallow = errors.New("the history of the repository is cut off")
