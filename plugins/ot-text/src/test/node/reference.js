// Answers questions about text-unicode with its published implementation. One JSON case per line
// on stdin: {doc, first, second, concurrent, raw}, where second was made after first. Per case one
// line of JSON for each answer below, in this order.
'use strict';
const readline = require('readline');
const { type } = require('ot-text-unicode');

const answers = ({ doc, first, second, concurrent, raw }) => [
  type.apply(doc, first),
  type.transform(first, concurrent, 'left'),
  type.transform(first, concurrent, 'right'),
  type.compose(first, second),
  type.stripInvertible(type.invertWithDoc(first, doc)),
  type.stripInvertible(raw),
  Array.from(doc, (_, position) => type.transformPosition(position, first)),
];

const input = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
input.on('line', (line) => {
  process.stdout.write(answers(JSON.parse(line)).map((a) => JSON.stringify(a) + '\n').join(''));
});
