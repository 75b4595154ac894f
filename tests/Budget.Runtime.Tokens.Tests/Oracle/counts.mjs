// Counts with the original tokenizer, and writes texts and counts for the tests. A record is three 32-bit integers, lowest byte first (UTF-16 units, tokens
// in o200k_base, tokens in cl100k_base), and the units.
//
//   node counts.mjs strings <number> <seed> <file>      hostile strings
//   node counts.mjs texts <bytes> <file> <folder> ...   real text
//   node counts.mjs corpus <file>                       what is kept in the repository: some of both, packed with brotli
import fs from 'node:fs';
import zlib from 'node:zlib';
import { get_encoding } from 'tiktoken';
import { strings } from './strings.mjs';
import { texts } from './texts.mjs';

const o200k = get_encoding('o200k_base');
const cl100k = get_encoding('cl100k_base');

function record(text) {
  const head = Buffer.alloc(12);
  head.writeInt32LE(text.length, 0);
  head.writeInt32LE(o200k.encode_ordinary(text).length, 4);
  head.writeInt32LE(cl100k.encode_ordinary(text).length, 8);
  return Buffer.concat([head, Buffer.from(text, 'utf16le')]);
}

function write(file, all) {
  const descriptor = fs.openSync(file, 'w');
  for (const text of all) fs.writeSync(descriptor, record(text));
  fs.closeSync(descriptor);
}

function* corpus() {
  yield* strings(3000, 1);
  let n = 0;
  for (const text of texts(2_000_000, ['../../../docs', '../../../src'])) {
    if (n++ % 4 === 0) yield text.slice(0, 400);
  }
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'strings') write(rest[2], strings(Number(rest[0]), Number(rest[1])));
else if (mode === 'texts') write(rest[1], texts(Number(rest[0]), rest.slice(2)));
else if (mode === 'corpus') fs.writeFileSync(rest[0], zlib.brotliCompressSync(Buffer.concat([...corpus()].map(record)), { params: { [zlib.constants.BROTLI_PARAM_LGWIN]: 24 } }));
else throw new Error(`counts.mjs does not know '${mode}'`);
