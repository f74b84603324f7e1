package helmfile

// fieldType is how helmfile's structs hold a field; it decides what YAML is accepted and how two records merge.
type fieldType uint8

const (
	textField      fieldType = iota
	boolField                // *bool and bool; YAML 1.1 words are taken
	intField                 // *int and int
	floatField               // *float32
	textsField               // []string
	listField                // []any
	labelsField              // map[string]string
	setField                 // []SetValue
	recordField              // a struct
	recordsField             // []struct
	namedField               // map[string]struct
	inheritField             // a list of records, or one
	namesField               // a text, or a list of texts
	helmfilesField           // a list of texts or records
)

// record describes one of helmfile's structs.
type record struct {
	goType string // as the real messages name it
	fields map[string]field
	zeros  map[string]any // what is printed though it is empty
}

type field struct {
	typ fieldType
	of  *record
}

// with returns fields of one type.
func (r *record) with(typ fieldType, of *record, names ...string) *record {
	for _, n := range names {
		r.fields[n] = field{typ, of}
	}
	return r
}

func newRecord(goType string) *record { return &record{goType: goType, fields: map[string]field{}} }

// model is every struct of a state file, from helmfile v1.8.0.
type model struct {
	state, release, environment, helmfile, set *record
}

func newModel() *model {
	handler := newRecord("state.MissingFileHandlerConfig").with(boolField, nil, "ignoreMissingGitBranch")
	set := newRecord("state.SetValue").with(textField, nil, "name", "value", "file").with(listField, nil, "values")
	inherit := newRecord("state.Inherit").with(textField, nil, "template").with(textsField, nil, "except")
	hook := newRecord("event.Hook").with(textField, nil, "name", "command").with(textsField, nil, "events", "args").
		with(labelsField, nil, "kubectlApply").with(boolField, nil, "showlogs")
	hook.zeros = map[string]any{"name": "", "events": []any{}, "command": "", "args": []any{}, "showlogs": false}
	llm := newRecord("llm.Config").with(textField, nil, "baseURL", "apiKey", "model", "timeout").with(intField, nil, "maxTokens")
	release := releaseRecord(handler, set, inherit, hook)
	environment := newRecord("state.EnvironmentSpec").with(listField, nil, "values").with(textsField, nil, "secrets").
		with(textField, nil, "kubeContext", "missingFileHandler", "mergeStrategy").with(recordField, handler, "missingFileHandlerConfig")
	helmfile := newRecord("state.SubHelmfileSpecTmp").with(textField, nil, "path").with(textsField, nil, "selectors", "inherits").
		with(boolField, nil, "selectorsInherited").with(listField, nil, "values")
	state := newRecord("state.helmStateAlias").
		with(textField, nil, "filepath", "helmBinary", "kustomizeBinary", "kubeContext", "namespace", "chart", "kubeVersion", "missingFileHandler", "lockFilePath").
		with(listField, nil, "values").with(textsField, nil, "bases", "apiVersions").with(labelsField, nil, "commonLabels").
		with(namedField, environment, "environments").with(namedField, release, "templates").with(recordsField, release, "releases").
		with(recordField, helmDefaultsRecord(), "helmDefaults").with(recordsField, repositoryRecord(), "repositories").
		with(helmfilesField, helmfile, "helmfiles").with(recordsField, hook, "hooks").with(namesField, nil, "defaultInherit").
		with(recordField, handler, "missingFileHandlerConfig").
		with(recordField, llm, "llm")
	return &model{state: state, release: release, environment: environment, helmfile: helmfile, set: set}
}

func releaseRecord(handler, set, inherit, hook *record) *record {
	dependency := newRecord("state.Dependency").with(textField, nil, "chart", "version", "alias")
	resource := newRecord("state.TrackResourceSpec").with(textField, nil, "kind", "name", "namespace")
	return newRecord("state.ReleaseSpec").
		with(textField, nil, "name", "chart", "chartPath", "directory", "version", "keyring", "updateStrategy", "condition",
			"missingFileHandler", "description", "namespace", "kubeVersion", "valuesPathPrefix", "kubeContext", "verifyTemplate",
			"waitTemplate", "installedTemplate", "conditionTemplate", "forceNamespace", "postRenderer", "cascade", "serverSide", "trackMode").
		with(boolField, nil, "verify", "enableDNS", "devel", "wait", "waitForJobs", "recreatePods", "force", "installed", "atomic",
			"rollbackOnFailure", "cleanupOnFail", "forceConflicts", "createNamespace", "reuseValues", "disableOpenAPIValidation",
			"disableValidation", "disableValidationOnInstall", "insecureSkipTLSVerify", "plainHttp", "forceGoGetter", "skipDeps",
			"skipRefresh", "skipSchemaValidation", "disableAutoDetectedKubeVersionForDiff", "suppressDiff", "deleteWait",
			"syncReleaseLabels", "takeOwnership", "trackLogs", "trackFailedLogs", "trackFailOnError").
		with(intField, nil, "waitRetries", "timeout", "historyMax", "deleteTimeout", "trackTimeout", "helmStuckGrace", "kubedogBurst").
		with(floatField, nil, "kubedogQPS").
		with(textsField, nil, "needs", "unitTests", "apiVersions", "adopt", "postRendererArgs", "suppressOutputLineRegex", "trackKinds", "skipKinds").
		with(listField, nil, "values", "secrets", "valuesTemplate", "jsonPatches", "strategicMergePatches", "transformers").
		with(labelsField, nil, "labels").
		with(setField, set, "set", "setString", "setTemplate", "env").
		with(recordsField, hook, "hooks").with(recordsField, dependency, "dependencies").with(recordsField, resource, "trackResources").
		with(recordField, handler, "missingFileHandlerConfig").with(inheritField, inherit, "inherit")
}

func helmDefaultsRecord() *record {
	return newRecord("state.HelmSpec").
		with(textField, nil, "kubeContext", "keyring", "postRenderer", "cascade", "serverSide", "trackMode").
		with(textsField, nil, "args", "diffArgs", "syncArgs", "templateArgs", "postRendererArgs", "suppressOutputLineRegex").
		with(boolField, nil, "verify", "enableDNS", "skipSchemaValidation", "devel", "wait", "waitForJobs", "recreatePods", "force", "atomic",
			"rollbackOnFailure", "cleanupOnFail", "forceConflicts", "createNamespace", "skipCRDs", "skipDeps", "skipRefresh", "reuseValues",
			"disableAutoDetectedKubeVersionForDiff", "disableValidation", "disableOpenAPIValidation", "insecureSkipTLSVerify", "plainHttp",
			"deleteWait", "syncReleaseLabels", "takeOwnership").
		with(intField, nil, "waitRetries", "timeout", "historyMax", "deleteTimeout", "helmStuckGrace")
}

func repositoryRecord() *record {
	return newRecord("state.RepositorySpec").
		with(textField, nil, "name", "url", "caFile", "certFile", "keyFile", "username", "password", "registryConfig", "managed", "keyring").
		with(boolField, nil, "oci", "verify", "passCredentials", "skipTLSVerify", "plainHttp")
}
