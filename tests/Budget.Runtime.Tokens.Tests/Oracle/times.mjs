// Times the original tokenizer for the benchmarks: node times.mjs <file>. The file is a JSON array of [name, text]; prints "name;nanoseconds" for one count
// of each with o200k_base, the best of some.
import fs from 'node:fs';
import { get_encoding } from 'tiktoken';

// Processor time and not the clock's, as on the other side: what else the machine does is not counted.
const now = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

const loading = now();
const o200k = get_encoding('o200k_base');
o200k.encode_ordinary('hello');
console.log(`load;${now() - loading}`);
for (const [name, text] of JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))) {
  // Short counts many at a time, because the clock counts in microseconds.
  const times = Math.max(1, Math.floor(20_000 / text.length));
  let best = Infinity;
  const begun = now();
  for (let round = 0; round < 30 && now() - begun < 2e9; round++) {
    const started = now();
    for (let i = 0; i < times; i++) o200k.encode_ordinary(text);
    best = Math.min(best, (now() - started) / times);
  }
  console.log(`${name};${Math.round(best)}`);
}
