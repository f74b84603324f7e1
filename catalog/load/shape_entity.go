package load

// What every entity has, from the envelope and entity schemas of Backstage's catalog model. The order of the fields is
// the order in which Backstage looks at them.

var (
	text     = &shape{types: textType}
	fullText = &shape{types: textType, full: true}
	texts    = &shape{types: arrayType, items: text}
	object   = &shape{types: objectType}
)

// fullTexts is a list of references; Backstage sorts those.
var fullTexts = &shape{types: arrayType, items: fullText, sorted: true}

// envelope is what a document must have to be taken for an entity at all.
var envelope = &shape{noun: "an entity", types: objectType, fields: []field{
	{name: "apiVersion", need: "needs to say by which rules it is written", add: "apiVersion: backstage.io/v1alpha1", shape: fullText},
	{name: "kind", need: "needs to say what it is", add: "kind: Component", shape: fullText},
	{name: "metadata", need: "needs a name", add: "metadata: {name: <name>}", shape: &shape{
		noun: "an entity", types: objectType, fields: []field{nameField, {name: "namespace", shape: fullText}},
	}},
}}

var nameField = field{name: "name", need: "needs a name", add: "name: <name>", shape: fullText}

// wholeEntity is what the schema policy asks of an entity, whatever its kind. The members that only a running catalog
// may write pass if they are well formed, and are refused by the next policy.
var wholeEntity = &shape{noun: "an entity", types: objectType, closed: true, fields: []field{
	envelope.fields[0],
	envelope.fields[1],
	{name: "metadata", need: "needs a name", add: "metadata: {name: <name>}", shape: metadata},
	{name: "spec", shape: object},
	{name: "relations", shape: &shape{types: arrayType, items: relation}},
	{name: "status", shape: status},
}}

var metadata = &shape{noun: "an entity", types: objectType, fields: []field{
	{name: "uid", shape: fullText},
	{name: "etag", shape: fullText},
	nameField,
	{name: "namespace", shape: fullText},
	{name: "title", shape: fullText},
	{name: "description", shape: text},
	{name: "labels", shape: &shape{types: objectType, members: text}},
	{name: "annotations", shape: &shape{types: objectType, members: text}},
	{name: "tags", shape: &shape{types: arrayType, items: fullText}},
	{name: "links", shape: &shape{types: arrayType, items: link}},
}}

var link = &shape{noun: "a link", types: objectType, fields: []field{
	{name: "url", need: "needs a url", add: "url: https://…", shape: fullText},
	{name: "title", shape: fullText},
	{name: "icon", shape: fullText},
	{name: "type", shape: fullText},
}}

var relation = &shape{noun: "a relation", types: objectType, closed: true, fields: []field{
	{name: "type", need: "needs a type", shape: &shape{types: textType, full: true, word: true}},
	{name: "target", shape: &shape{noun: "a target", types: objectType, closed: true, fields: []field{
		{name: "kind", need: "needs a kind", shape: fullText},
		{name: "namespace", need: "needs a namespace", shape: fullText},
		{name: "name", need: "needs a name", shape: fullText},
	}}},
	{name: "targetRef", need: "needs a targetRef", shape: fullText},
}}

var status = &shape{types: objectType, fields: []field{
	{name: "items", shape: &shape{types: arrayType, items: &shape{noun: "a status", types: objectType, fields: []field{
		{name: "type", need: "needs a type", shape: fullText},
		{name: "level", need: "needs a level", shape: &shape{types: textType, enum: []string{"info", "warning", "error"}}},
		{name: "message", need: "needs a message", shape: text},
		{name: "error", shape: &shape{noun: "an error", types: objectType, fields: []field{
			{name: "name", need: "needs a name", shape: fullText},
			{name: "message", need: "needs a message", shape: text},
			{name: "code", shape: text},
			{name: "stack", shape: text},
		}}},
	}}}},
}}
