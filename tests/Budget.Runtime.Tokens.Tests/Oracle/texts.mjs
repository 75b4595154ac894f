// Real text: the files of some folders, in chunks that are counted one by one.
import fs from 'node:fs';
import path from 'node:path';

const kinds = new Set(['.md', '.json', '.ts', '.js', '.cs', '.txt', '.html', '.yml']);
const chunk = 8192;

// Of a file, so that a large one does not take the place of all others.
const most = 1_000_000;

function* files(folder) {
  const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['node_modules', 'bin', 'obj', '.git'].includes(entry.name)) yield* files(at);
    } else if (kinds.has(path.extname(entry.name))) {
      yield at;
    }
  }
}

// Takes chunks from the folders in turn, file by file, until there are so many bytes.
export function* texts(bytes, folders) {
  let left = bytes;
  const walks = folders.map(folder => files(folder));
  while (walks.length > 0 && left > 0) {
    for (let i = 0; i < walks.length && left > 0; i++) {
      const { value, done } = walks[i].next();
      if (done) {
        walks.splice(i--, 1);
        continue;
      }
      const text = fs.readFileSync(value, 'utf8').slice(0, most);
      for (let at = 0; at < text.length && left > 0; at += chunk) {
        const part = text.slice(at, at + chunk);
        left -= Buffer.byteLength(part);
        yield part;
      }
    }
  }
}
