package load

// What the scaffolder's schema asks of a Template.
var templateSpec = &shape{noun: "a Template", types: objectType, fields: []field{
	needType("service, website or library", "service"),
	{name: "owner", shape: fullText},
	{name: "lifecycle", shape: fullText},
	{name: "parameters", shape: &shape{either: [2]*shape{formPage, {types: arrayType, items: formPage}}}},
	{name: "secrets", shape: &shape{types: objectType, fields: []field{{name: "schema", shape: object}}}},
	{name: "presentation", shape: &shape{types: objectType, fields: []field{
		{name: "buttonLabels", shape: &shape{types: objectType, fields: []field{
			{name: "backButtonText", shape: text},
			{name: "createButtonText", shape: text},
			{name: "reviewButtonText", shape: text},
		}}},
	}}},
	{name: "EXPERIMENTAL_recovery", shape: &shape{types: objectType, fields: []field{
		{name: "EXPERIMENTAL_strategy", shape: text},
	}}},
	{name: "formDecorators", shape: formDecorators},
	{name: "EXPERIMENTAL_formDecorators", shape: formDecorators},
	{name: "steps", need: "needs a list of steps", add: "steps: []", shape: &shape{types: arrayType, items: step}},
	{name: "output", shape: output},
}}

// condition is what an if may be.
var condition = &shape{types: textType | boolType}

var permissions = &shape{types: objectType, fields: []field{{name: "tags", shape: texts}}}

var formPage = &shape{types: objectType, fields: []field{{name: "backstage:permissions", shape: permissions}}}

var formDecorators = &shape{types: arrayType, items: &shape{types: objectType, fields: []field{
	{name: "id", shape: text},
	{name: "input", shape: object},
}}}

var step = &shape{noun: "a step", types: objectType, fields: []field{
	{name: "id", shape: text},
	{name: "name", shape: text},
	{name: "action", need: "needs an action", add: "action: fetch:template", shape: text},
	{name: "input", shape: object},
	{name: "if", shape: condition},
	{name: "backstage:permissions", shape: permissions},
}}

var output = &shape{types: objectType, others: text, fields: []field{
	{name: "links", shape: &shape{types: arrayType, items: &shape{types: objectType, fields: []field{
		{name: "if", shape: condition},
		{name: "url", shape: fullText},
		{name: "entityRef", shape: fullText},
		{name: "title", shape: fullText},
		{name: "icon", shape: fullText},
	}}}},
	{name: "text", shape: &shape{types: arrayType, items: &shape{types: objectType, fields: []field{
		{name: "if", shape: condition},
		{name: "title", shape: fullText},
		{name: "icon", shape: fullText},
		{name: "content", shape: text},
	}}}},
}}
