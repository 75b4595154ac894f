// Times the original tokenizer for the benchmarks: node times.mjs <file>. The file is a JSON array of [name, text]; prints "name;nanoseconds" for one count
// of each with o200k_base, the best of a few.
import fs from 'node:fs';
import { get_encoding } from 'tiktoken';

const loading = process.hrtime.bigint();
const o200k = get_encoding('o200k_base');
o200k.encode_ordinary('hello');
console.log(`load;${process.hrtime.bigint() - loading}`);
for (const [name, text] of JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))) {
  let best;
  const rounds = text.length > 50_000 ? 3 : 30;
  const begun = process.hrtime.bigint();
  for (let round = 0; round < rounds && process.hrtime.bigint() - begun < 20_000_000_000n; round++) {
    const started = process.hrtime.bigint();
    o200k.encode_ordinary(text);
    const took = process.hrtime.bigint() - started;
    if (best === undefined || took < best) best = took;
  }
  console.log(`${name};${best}`);
}
