package yamlsrc

// Codes and messages that are used in several places, as Backstage's library has them.
const (
	codeMissingChar = "MISSING_CHAR"
	codeTab         = "TAB_AS_INDENT"
	codeUnexpected  = "UNEXPECTED_TOKEN"
	codeBadIndent   = "BAD_INDENT"
	codeMultiline   = "MULTILINE_IMPLICIT_KEY"
	codeBadAlias    = "BAD_ALIAS"
	codeTag         = "TAG_RESOLVE_FAILED"
	codeDuplicate   = "DUPLICATE_KEY"
	codeKeyTooLong  = "KEY_OVER_1024_CHARS"
	codeBlockInFlow = "BLOCK_IN_FLOW"
	codeBlockAsKey  = "BLOCK_AS_IMPLICIT_KEY"
	codeExhausted   = "RESOURCE_EXHAUSTION"

	msgUnresolved   = "Unresolved alias (the anchor must be set before the alias): "
	msgGlued        = "Tags and anchors must be separated from the next token by white space"
	msgTab          = "Tabs are not allowed as indentation"
	msgCommentGlued = "Comments must be separated from other tokens by white space characters"
	msgColumn       = "All mapping items must start at the same column"
	msgOneLineKey   = "Implicit keys need to be on a single line"
	msgUnique       = "Map keys must be unique"
	msgNoAnchorName = "Anchor cannot be an empty string"
	msgFlowInBlock  = " in block collection must be sufficiently indented and end with a "
	msgBlockInFlow  = "Block collections are not allowed within flow collections"
)
