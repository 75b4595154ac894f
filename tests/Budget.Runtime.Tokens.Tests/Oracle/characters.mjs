// The kind of each character as the original's regular expressions see it, asked of them one kind after the other: a vocabulary of single bytes tokenizes
// what a pattern matches, and skips the rest. Prints the list that tools/VocabularyBuilder packs: node characters.mjs > characters.txt
import { Tiktoken } from 'tiktoken';

const bytes = Array.from({ length: 256 }, (_, i) => `${Buffer.from([i]).toString('base64')} ${i}`).join('\n');
const scalars = 0x110000;
const parts = [];
for (let c = 0; c < scalars; c++) if (c < 0xd800 || c >= 0xe000) parts.push(String.fromCodePoint(c));
const all = parts.join('');

function matched(pattern) {
  const tokenizer = new Tiktoken(bytes, {}, pattern);
  const found = new Set();
  for (const character of Buffer.from(tokenizer.encode_ordinary(all)).toString('utf8')) found.add(character.codePointAt(0));
  tokenizer.free();
  return found;
}

const kinds = [['n', '[\\r\\n]'], ['U', '[\\p{Lu}\\p{Lt}]'], ['l', '\\p{Ll}'], ['o', '[\\p{Lm}\\p{Lo}]'], ['M', '\\p{M}'], ['N', '\\p{N}'], ['s', '\\s']].map(([kind, pattern]) => [kind, matched(pattern)]);
const kindOf = c => kinds.find(([, found]) => found.has(c))?.[0] ?? '';
const hexadecimal = c => c.toString(16).padStart(4, '0');
for (let first = 0, c = 1; c <= scalars; c++) {
  const kind = kindOf(first);
  if (c < scalars && kindOf(c) === kind) continue;
  if (kind !== '') console.log(`${hexadecimal(first)}..${hexadecimal(c - 1)} ${kind}`);
  first = c;
}
