// Renders a template with Nunjucks as Backstage's scaffolder sets it up: once, or as often as it is asked to.
//
//   node file.js TEMPLATE VALUES once
//   node file.js TEMPLATE VALUES        # then lines of parse or render and a number
'use strict';
const fs = require('fs');
const nunjucks = require('nunjucks');
const { serve, options } = require('./serve.js');

const [template, values, once] = process.argv.slice(2);
const source = fs.readFileSync(template, 'utf8');
const context = JSON.parse(fs.readFileSync(values, 'utf8'));
const env = new nunjucks.Environment(null, options);

if (once) {
  process.stdout.write(env.renderString(source, context));
} else {
  let compiled;
  serve({
    parse: () => new nunjucks.Template(source, env).render(context),
    render: () => (compiled ??= new nunjucks.Template(source, env, template, true)).render(context),
  });
}
