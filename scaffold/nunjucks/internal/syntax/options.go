package syntax

// Options say how templates are written.
type Options struct {
	// The delimiters of tags.
	BlockStart, BlockEnd, VariableStart, VariableEnd, CommentStart, CommentEnd string
	// TrimBlocks drops the line end after a block tag.
	TrimBlocks bool
	// LstripBlocks drops white space between the start of a line and a block tag.
	LstripBlocks bool
	// Slices reads [a:b:c] behind a value; if reading is not strict, also by itself.
	Slices bool
	// Strict reads the subset that Backstage 4 knows.
	Strict bool
	// Logical also reads &&, || and !.
	Logical bool
	// MaxNesting bounds how deeply tags and expressions are nested.
	MaxNesting int
}
