'use strict';
// Reads one case per line and answers it twice: a line from quill-delta, a line from rich-text.
const QuillDelta = require('quill-delta');
const richText = require('rich-text');
const readline = require('readline');

const answers = {
  compose: (Delta, c) => new Delta(c.a).compose(new Delta(c.b)).ops,
  left: (Delta, c) => new Delta(c.b).transform(new Delta(c.a), true).ops,
  right: (Delta, c) => new Delta(c.b).transform(new Delta(c.a), false).ops,
  invert: (Delta, c) => new Delta(c.a).invert(new Delta(c.b)).ops,
  pushed: (Delta, c) => new Delta(c.a).transformPosition(c.position, false),
  stays: (Delta, c) => new Delta(c.a).transformPosition(c.position, true),
};

// Where the type itself has a function of that meaning, ask the type, not the Delta inside it.
const typeAnswers = {
  apply: (c) => richText.type.apply(c.a, c.b).ops,
  compose: (c) => richText.type.compose(c.a, c.b).ops,
  left: (c) => richText.type.transform(c.a, c.b, 'left').ops,
  right: (c) => richText.type.transform(c.a, c.b, 'right').ops,
  pushed: (c) => richText.type.transformCursor(c.position, new richText.Delta(c.a), true),
  stays: (c) => richText.type.transformCursor(c.position, new richText.Delta(c.a), false),
};
answers.apply = answers.compose;

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const fn = JSON.parse(line).fn;
  const ofDelta = answers[fn](QuillDelta, JSON.parse(line));
  const ofType = typeAnswers[fn]
    ? typeAnswers[fn](JSON.parse(line))
    : answers[fn](richText.Delta, JSON.parse(line));
  process.stdout.write(JSON.stringify(ofDelta) + '\n' + JSON.stringify(ofType) + '\n');
});
