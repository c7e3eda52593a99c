/* The journal: words not yet on the server, sealed in this browser until they are.

   One entry per person and field, encrypted with a key that only their signed-in page is
   given, written with strict durability, and removed once the server has the words. */
const NAME = "daybridge-journal";
const STORE = "words";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function run(database, mode, act) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
  });
}

export async function openJournal(hexKey, evening) {
  if (!hexKey || !globalThis.crypto?.subtle || !globalThis.indexedDB) return null;
  const bytes = Uint8Array.from(hexKey.match(/../g), (pair) => parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const owner = await crypto.subtle.digest("SHA-256", bytes);
  const mark = [...new Uint8Array(owner, 0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return new Journal(await opened(), key, `${mark}/${evening}`);
}

class Journal {
  constructor(database, key, shelf) {
    Object.assign(this, { database, key, shelf, pending: new Map(), writing: null });
  }

  keep(card, field, words) {
    this.pending.set(this.name(card, field), words);
    return (this.writing ??= this.write());
  }

  forget(card, field) {
    this.pending.set(this.name(card, field), null);
    return (this.writing ??= this.write());
  }

  /* One transaction after another: the newest words of each field, never an older one
     after a newer, however fast someone types or slow the disk is. */
  async write() {
    try {
      while (this.pending.size) {
        const batch = [...this.pending];
        this.pending.clear();
        const entries = await Promise.all(batch.map(async ([name, words]) => [name, words && (await this.seal(words))]));
        await run(this.database, "readwrite", (store) =>
          entries.map(([name, entry]) => (entry ? store.put(entry, name) : store.delete(name))).at(-1));
      }
    } finally {
      this.writing = null;
    }
  }

  async seal(words) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(words));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, plain) };
  }

  /* Every entry of this evening that is this person's own. */
  async kept() {
    const names = await run(this.database, "readonly", (store) => store.getAllKeys());
    const found = [];
    for (const name of names.filter((each) => each.startsWith(`${this.shelf}/`))) {
      const entry = await run(this.database, "readonly", (store) => store.get(name));
      const [card, field] = name.slice(this.shelf.length + 1).split("/");
      try {
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: entry.iv }, this.key, entry.sealed);
        found.push({ card, field, ...JSON.parse(new TextDecoder().decode(plain)) });
      } catch {
        continue; // sealed under a key that is no longer this installation's
      }
    }
    return found;
  }

  name(card, field) {
    return `${this.shelf}/${card}/${field}`;
  }
}
