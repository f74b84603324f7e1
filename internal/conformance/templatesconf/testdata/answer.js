// Asks the real scaffolder what it makes of requests, and prints its answers as they stand in this folder:
//
//	go test ./internal/conformance/templatesconf -run TestRequests -requests $PWD/requests.jsonl
//	npm install --prefix ~/scaffolder @backstage/plugin-scaffolder-backend@4.2.0 yaml
//	node answer.js ~/scaffolder/node_modules ../../../../scaffold/known/actions.json ../../../../requests.jsonl > backstage4.txt
//
// and with node --no-node-snapshot and version 3.1.2 for nunjucks3.txt. (Not all that 3.1.2 depends on can be had any more: install
// 3.4.1, and put the package 3.1.2 in its place. 3.4.1 itself is half way to 4: it looks at the condition of each iteration, and
// keeps secrets out of dry runs.)
//
// It does what the route /v2/dry-run does, with the plugin's own engine and actions, and notes also of runs that fail how far they
// came.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { createHash } = require('crypto');
const { pathToFileURL } = require('url');

const [modules, actionsFile, requestsFile] = process.argv.slice(2).map(f => path.resolve(f));
const load = name => require(path.join(modules, name));
const plugin = name => load(`@backstage/plugin-scaffolder-backend/dist/${name}.cjs.js`);

const yaml = load('yaml');
const jsonschema = load('jsonschema');
const { ConfigReader } = load('@backstage/config');
const { ScmIntegrations } = load('@backstage/integration');
const { NotFoundError } = load('@backstage/errors');
const { parseEntityRef } = load('@backstage/catalog-model');
const { deserializeDirectoryContents, serializeDirectoryContents } = load('@backstage/plugin-scaffolder-node');
const { templateEntityV1beta3Validator } = load('@backstage/plugin-scaffolder-common');
const { generateExampleOutput } = plugin('scaffolder/tasks/helper');
const { NunjucksWorkflowRunner } = plugin('scaffolder/tasks/NunjucksWorkflowRunner');

const taskId = 'dry-run-sample';
const unknownOutput = { result: [{ name: 'sample', value: 1 }], path: 'sample.yaml', content: 'sample: 1\n' };
const skeleton = {
  'values.json': '${{ values | dump }}\n',
  '${{ values.name }}.txt': '${{ values.name }} {{ cookiecutter.name }}\n',
  'nested/values.json.njk': '${{ values | dump(2) }}\n',
  'nested/.hidden/plain.md': '{% if values %}values{% else %}none{% endif %}\n',
};

const digest = text => createHash('sha256').update(text).digest('hex').slice(0, 8);
const quiet = { info() {}, warn() {}, error() {}, debug() {}, child: () => quiet };
const config = new ConfigReader({});
const integrations = ScmIntegrations.fromConfig(config);
const nothing = { add() {}, record() {}, observe() {}, set() {} };
const metrics = { createCounter: () => nothing, createHistogram: () => nothing, createUpDownCounter: () => nothing };

function entity(ref) {
  const { kind, namespace, name } = parseEntityRef(ref);
  return {
    apiVersion: 'backstage.io/v1alpha1', kind,
    metadata: { namespace, name, annotations: { 'backstage.io/source-location': `url:https://example.com/${name}/` } },
    spec: { type: 'sample' },
  };
}
const catalog = {
  getEntityByRef: async ref => entity(ref),
  getEntitiesByRefs: async ({ entityRefs }) => ({ items: entityRefs.map(entity) }),
};
const reader = {
  readTree: async () => ({
    async dir({ targetDir }) {
      for (const [name, text] of Object.entries(skeleton)) {
        fs.mkdirSync(path.dirname(path.join(targetDir, name)), { recursive: true });
        fs.writeFileSync(path.join(targetDir, name), text);
      }
      return targetDir;
    },
  }),
  readUrl: async () => ({ buffer: async () => Buffer.from(skeleton['values.json']) }),
};

const known = JSON.parse(fs.readFileSync(actionsFile, 'utf8'));
// offline returns the real actions that need nobody else.
function offline() {
  const options = { reader, integrations, catalog, config };
  const builtin = 'scaffolder/actions/builtin/';
  return [
    plugin(`${builtin}fetch/plain`).createFetchPlainAction(options),
    plugin(`${builtin}fetch/plainFile`).createFetchPlainFileAction(options),
    plugin(`${builtin}fetch/template`).createFetchTemplateAction(options),
    plugin(`${builtin}fetch/templateFile`).createFetchTemplateFileAction(options),
    plugin(`${builtin}debug/log`).createDebugLogAction(),
    plugin(`${builtin}debug/wait`).createWaitAction(),
    plugin(`${builtin}catalog/register`).createCatalogRegisterAction(options),
    plugin(`${builtin}catalog/fetch`).createFetchCatalogEntityAction(options),
    plugin(`${builtin}catalog/write`).createCatalogWriteAction(),
    plugin(`${builtin}filesystem/delete`).createFilesystemDeleteAction(),
    plugin(`${builtin}filesystem/rename`).createFilesystemRenameAction(),
    plugin(`${builtin}filesystem/read`).createFilesystemReadDirAction(),
  ];
}

// actionsOf returns the actions of a world by id; calls collects what they were called with.
function actionsOf(world, spec, calls) {
  const actions = new Map();
  if (world === 'stock') {
    for (const { id, schema } of known) actions.set(id, { id, schema, async handler() { throw new Error('not in a dry run'); } });
    for (const action of offline()) actions.set(action.id, action);
    return actions;
  }
  const stand = (id, input, output) => actions.set(id, {
    id, supportsDryRun: true, schema: input && { input },
    async handler(ctx) {
      (calls[ctx.step.id] ??= []).push(JSON.stringify(ctx.input));
      for (const [name, value] of Object.entries(output)) ctx.output(name, value);
    },
  });
  for (const step of spec.steps) stand(step.action, undefined, unknownOutput);
  for (const { id, schema } of known) {
    stand(id, world === 'strict' ? schema.input : undefined, schema.output ? generateExampleOutput(schema.output) : {});
  }
  if (world === 'local') {
    for (const action of offline()) actions.set(action.id, action);
  }
  return actions;
}

async function run(request, template, dir) {
  const verdict = { steps: [], output: '', files: '' };
  for (const page of [template.spec.parameters ?? []].flat()) {
    if (!jsonschema.validate(request.values, page).valid) return { ...verdict, class: 'InputError' };
  }
  const secrets = request.secrets ?? {};
  const schema = template.spec.secrets?.schema;
  if (schema && !jsonschema.validate(secrets, schema).valid) return { ...verdict, class: 'InputError' };
  const steps = template.spec.steps.map((step, i) => ({ ...step, id: step.id ?? `step-${i + 1}`, name: step.name ?? step.action }));
  const calls = {}, statuses = {}, logged = {};
  const actions = actionsOf(request.world, { steps }, calls);
  actions.set('dry-run:extract', {
    id: 'dry-run:extract', supportsDryRun: true,
    async handler(ctx) { verdict.contents = await serializeDirectoryContents(ctx.workspacePath); },
  });
  const contents = path.join(dir, 'contents');
  await deserializeDirectoryContents(contents, Object.entries(request.contents ?? {}).map(([name, text]) => ({ path: name, content: Buffer.from(text) })));
  const runner = new NunjucksWorkflowRunner({
    actionRegistry: {
      async get(id) {
        if (!actions.has(id)) throw new NotFoundError(`Template action with ID '${id}' is not registered.`);
        return actions.get(id);
      },
    },
    integrations, logger: quiet, auditor: undefined, workingDirectory: dir, config, metrics, templateCapabilities: { filters: {}, globals: {} },
  });
  const extract = { id: 'extract', name: 'dry-run:extract', action: 'dry-run:extract' };
  try {
    const result = await runner.execute({
      taskId, secrets, done: false, isDryRun: true,
      spec: {
        apiVersion: template.apiVersion, steps: [...steps, extract], output: template.spec.output ?? {}, parameters: request.values,
        user: { entity: undefined, ref: undefined },
        templateInfo: {
          entityRef: 'template:default/dry-run', entity: { metadata: template.metadata },
          baseUrl: pathToFileURL(path.join(contents, 'template.yaml')).toString(),
        },
      },
      getInitiatorCredentials: async () => ({}),
      getWorkspaceName: async () => taskId,
      cancelSignal: new AbortController().signal,
      async emitLog(message, { stepId, status } = {}) {
        if (status) statuses[stepId] = status;
        const input = /Running \S+ in dry-run mode with inputs \(secrets redacted\): ([^]*)$/.exec(message);
        if (input) logged[stepId] = [JSON.stringify(JSON.parse(input[1]))];
      },
      complete: async () => {},
    });
    verdict.class = 'ok';
    verdict.output = digest(JSON.stringify(result.output));
    const files = verdict.contents.map(f => `${f.path} ${createHash('sha256').update(f.content).digest('hex')}\n`).sort();
    verdict.files = files.length ? digest(files.join('')) : '';
  } catch (error) {
    verdict.class = error.name;
    if (process.env.SHOW) console.error(request.template, request.set, request.world, error.message);
  }
  const inputs = { ...logged, ...calls };
  verdict.steps = steps.map(({ id }) => (statuses[id] ?? 'skipped')[0] + (inputs[id] ? digest(`[${inputs[id]}]`) : ''));
  if (process.env.SHOW) console.error(request.template, request.set, request.world, JSON.stringify(inputs), JSON.stringify(statuses));
  return verdict;
}

async function answer(request) {
  const documents = yaml.parseAllDocuments(fs.readFileSync(request.file, 'utf8'), { merge: false });
  if (documents.some(d => d.errors.length)) return { class: 'InputError' };
  const templates = documents.map(d => d.toJSON()).filter(d => d?.kind === 'Template');
  try {
    for (const template of templates) await templateEntityV1beta3Validator.check(template);
  } catch (error) {
    return { class: error.name };
  }
  if (request.world === 'parse') return { class: 'ok' };
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'answer-'));
  try {
    return await run(request, templates[request.index], dir);
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

async function main() {
  let last;
  for (const line of fs.readFileSync(requestsFile, 'utf8').trim().split('\n')) {
    const request = JSON.parse(line);
    if (request.template !== last) console.log(`= ${request.template}`);
    last = request.template;
    const verdict = await answer(request);
    const steps = (verdict.steps ?? []).join(' ');
    console.log([request.set, request.digest, request.world, verdict.class, steps, verdict.output ?? '', verdict.files ?? ''].join('\t'));
  }
}

main();
