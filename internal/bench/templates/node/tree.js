// Renders every name and file below a folder with Nunjucks and writes them, as fetch:template does, but without the sandbox
// in which it renders: once, or as often as it is asked to, each time into a new folder.
//
//   node tree.js FOLDER VALUES WORKSPACES once
//   node tree.js FOLDER VALUES WORKSPACES      # then lines of tree and a number
'use strict';
const fs = require('fs');
const path = require('path');
const nunjucks = require('nunjucks');
const { serve, options } = require('./serve.js');

const [folder, values, workspaces, once] = process.argv.slice(2);
const context = JSON.parse(fs.readFileSync(values, 'utf8'));

const render = () => {
  const env = new nunjucks.Environment(null, options);
  const out = fs.mkdtempSync(path.join(workspaces, 'workspace'));
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const from = path.join(entry.parentPath ?? entry.path, entry.name);
    const name = env.renderString(path.relative(folder, from), context);
    const to = path.join(out, name);
    if (entry.isDirectory()) {
      fs.mkdirSync(to, { recursive: true });
      continue;
    }
    fs.mkdirSync(path.dirname(to), { recursive: true });
    const data = fs.readFileSync(from);
    const binary = data.subarray(0, 512).includes(0);
    fs.writeFileSync(to, binary ? data : env.renderString(data.toString('utf8'), context), { mode: fs.statSync(from).mode });
  }
};

if (once) {
  render();
} else {
  serve({ tree: render });
}
