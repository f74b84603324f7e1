// The part of .ci/formats that is done in JavaScript, since the validators are:
//
//	files EXPECTED             prints the files of a corpus
//	unpack MUTATIONS FOLDER    writes the documents of a JSONL file as catalog files
//	check SCHEMAS REPORTS      validates reports, each named for its format
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { Parser } from 'tap-parser';

const [command, from, to] = process.argv.slice(2);
const lines = name => readFileSync(name, 'utf8').split('\n').filter(Boolean);
const rows = name => lines(name).map(line => JSON.parse(line));

if (command === 'files') {
  console.log([...new Set(rows(from).map(row => row.file))].join('\n'));
}

if (command === 'unpack') {
  for (const { id, yaml } of rows(from)) {
    mkdirSync(join(to, id), { recursive: true });
    writeFileSync(join(to, id, 'catalog-info.yaml'), yaml);
  }
}

if (command === 'check') {
  const report = name => readFileSync(join(to, name), 'utf8');
  const schema = name => JSON.parse(readFileSync(join(from, name), 'utf8'));
  const validator = (kind, schema) => addFormats(new kind({ strict: false, allErrors: false, unicodeRegExp: false })).compile(schema);
  const good = (validate, data, name) => assert(validate(data), `${name}: ${JSON.stringify(validate.errors)}`);

  const json = JSON.parse(report('json'));
  const findings = json.findings.length;
  const own = JSON.parse(execFileSync(join(to, '../../catalog-lint'), ['schema', 'report'], { encoding: 'utf8' }));
  good(validator(Ajv2020, own), json, 'json');
  const line = validator(Ajv2020, { ...own, $id: 'line', $ref: '#/$defs/line', type: 'object', required: [], properties: {} });
  rows(join(to, 'jsonl')).forEach(row => good(line, row, 'jsonl'));
  assert.equal(rows(join(to, 'jsonl')).filter(row => row.type === 'finding').length, findings);

  const sarif = validator(AjvDraft04, schema('sarif-2.1.0-rtm.5.json'));
  for (const [name, results] of [['sarif', findings + json.suppressed.length], ['github-sarif', Math.min(findings, 25000)]]) {
    const log = JSON.parse(report(name));
    good(sarif, log, name);
    assert.equal(log.runs[0].results.length, results);
  }

  const rdjson = validator(AjvDraft04, schema('rdjson.json'));
  good(rdjson, JSON.parse(report('rdjson')), 'rdjson');
  good(rdjson, { diagnostics: rows(join(to, 'rdjsonl')) }, 'rdjsonl');
  assert.equal(JSON.parse(report('rdjson')).diagnostics.length, findings);
  assert.equal(rows(join(to, 'rdjsonl')).length, findings);

  good(validator(Ajv, schema('gitlab-codequality.json')), JSON.parse(report('gitlab')), 'gitlab');
  assert.equal(new Set(JSON.parse(report('gitlab')).map(issue => issue.fingerprint)).size, findings);

  const tap = { findings: 0, fail: 0 };
  const parser = new Parser({ strict: true }, result => Object.assign(tap, { ok: result.ok, count: result.count, fail: result.fail }));
  parser.on('assert', test => { tap.findings += test.diag?.findings?.length ?? 0; });
  parser.on('extra', text => assert.fail(`tap: ${text}`));
  parser.end(report('tap'));
  const failing = new Set(json.findings.filter(f => f.severity === 'error').map(f => f.file));
  assert.equal(tap.findings, findings);
  assert.equal(tap.fail, failing.size);
  console.log(`      ${findings} findings: json, jsonl, sarif, github-sarif, rdjson, rdjsonl, gitlab by ajv; tap by tap-parser (${tap.count} tests, ${tap.fail} failed)`);
}
