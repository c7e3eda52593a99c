/* The journal: words not yet on the server, sealed in this browser until they are.

   One entry per field, encrypted with a key that only a signed-in page is given, written
   with strict durability, and removed once the server has the words. */
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
  const database = await opened();
  return new Journal(database, key, evening);
}

class Journal {
  constructor(database, key, evening) {
    Object.assign(this, { database, key, evening });
  }

  async keep(card, field, words) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(words));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, plain);
    await run(this.database, "readwrite", (store) => store.put({ iv, sealed }, this.name(card, field)));
  }

  async forget(card, field) {
    await run(this.database, "readwrite", (store) => store.delete(this.name(card, field)));
  }

  /* Every entry of this evening that this person's key opens. */
  async kept() {
    const names = await run(this.database, "readonly", (store) => store.getAllKeys());
    const found = [];
    for (const name of names.filter((each) => each.startsWith(`${this.evening}/`))) {
      const entry = await run(this.database, "readonly", (store) => store.get(name));
      const [, card, field] = name.split("/");
      try {
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: entry.iv }, this.key, entry.sealed);
        found.push({ card, field, ...JSON.parse(new TextDecoder().decode(plain)) });
      } catch {
        continue; // another person's words: only their own sign-in opens them
      }
    }
    return found;
  }

  name(card, field) {
    return `${this.evening}/${card}/${field}`;
  }
}
