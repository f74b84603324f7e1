// What both programs share: the options of Nunjucks, and doing what the lines of the standard input ask for.
'use strict';
const readline = require('readline');

exports.options = { autoescape: false, tags: { variableStart: '${{', variableEnd: '}}' } };

// serve reads lines of a name and a number, does that so often, and writes a line with the nanoseconds it took.
exports.serve = ops => {
  readline.createInterface({ input: process.stdin }).on('line', line => {
    const [name, times] = line.split(' ');
    const start = process.hrtime.bigint();
    for (let i = 0; i < Number(times); i++) ops[name]();
    console.log(String(process.hrtime.bigint() - start));
  });
};
