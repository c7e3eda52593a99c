/* Saves cards while they are written: at most a second after a key, again and again
   until the server has the words, through a lost line and an expired sign-in. */
import { showClashes, showHints } from "./hints.js";

const PAUSE = 700; // milliseconds after the last key
const LONGEST = 1000; // milliseconds a word waits while someone keeps typing
const MOMENT = 200; // milliseconds that a save waits for the journal to know of it
const ANSWERS = [200, 409, 422]; // taken, written by two, not readable
const RETRIES = [1000, 2000, 4000, 8000]; // then every eight seconds
const TIME = { hour: "numeric", minute: "2-digit" };
const clock = (moment) => moment.toLocaleTimeString("en-US", TIME).toLowerCase();

export class Saver {
  constructor(cards, journal, door) {
    this.cards = cards;
    this.journal = journal;
    this.door = door;
    this.timers = new Map();
    this.waitingSince = new Map();
    this.running = new Map();
    this.failures = 0;
  }

  typed(card, field) {
    card.show("saving");
    this.keep(card, field);
    const since = this.waitingSince.get(card) ?? Date.now();
    this.waitingSince.set(card, since);
    const wait = Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now()));
    clearTimeout(this.timers.get(card));
    this.timers.set(card, setTimeout(() => this.save(card), wait));
  }

  /* With the texts already sent, so that our own is never taken for someone else's. */
  keep(card, field) {
    const words = { value: card.value(field), base: card.bases.get(field), sent: card.sent.get(field) ?? [] };
    return this.journal?.keep(card.id, field, words);
  }

  /* One save of a card at a time; words typed meanwhile follow in the next. */
  async save(card) {
    clearTimeout(this.timers.get(card));
    if (this.running.get(card)) return this.running.get(card).then(() => this.save(card));
    const fields = card.changed();
    this.waitingSince.delete(card);
    if (!fields.length) return card.show("saved");
    const sent = Object.fromEntries(fields.map((field) => [field, card.value(field)]));
    const run = this.send(card, fields, sent).finally(() => this.running.delete(card));
    this.running.set(card, run);
    return run;
  }

  async saveAll() {
    await Promise.all(this.cards.map((card) => this.save(card)));
    return this.cards.every((card) => !card.changed().length);
  }

  async send(card, fields, sent) {
    const body = card.body(fields);
    for (const field of fields) card.sent.set(field, [...new Set([...(card.sent.get(field) ?? []), sent[field]])]);
    const kept = Promise.allSettled(fields.map((field) => this.keep(card, field)));
    await Promise.race([kept, new Promise((resolve) => setTimeout(resolve, MOMENT))]);
    let response, answer;
    try {
      response = await this.door.post(card.url, body);
      if (ANSWERS.includes(response.status) && !response.redirected) answer = await response.json();
    } catch {
      return this.again(card); // the line is gone, before the answer or in the middle of it
    }
    if (response.status === 401 || response.status === 403 || response.redirected) {
      this.door.signedOut();
      return this.again(card);
    }
    if (!answer) return this.again(card);
    this.failures = 0;
    if (response.status === 422) return card.show("kept");
    this.taken(card, sent, answer);
  }

  taken(card, sent, answer) {
    const refused = new Set(answer.clashes.map((clash) => clash.field));
    const kept = Object.entries(sent).filter(([field]) => !refused.has(field));
    if (answer.closed) return showHints(card, { closed: answer.closed });
    card.taken(Object.fromEntries(kept), answer.bases);
    for (const [field, value] of kept) {
      if (card.value(field) === value) this.journal?.forget(card.id, field);
    }
    const clashes = answer.clashes.filter((clash) => !this.isOurOwn(card, clash));
    const clashing = new Set(clashes.map((clash) => clash.field));
    showClashes(card, clashes, () => this.save(card));
    showHints(card, answer);
    card.show(clashing.size ? "kept" : "saved", clock(new Date()));
    if (card.changed().some((field) => !clashing.has(field))) this.typed(card, card.changed()[0]);
  }

  /* An earlier save arrived and its answer did not: we go on from our own text. */
  isOurOwn(card, { field, theirs, base }) {
    if (!card.sent.get(field)?.includes(theirs)) return false;
    card.rebase({ [field]: base }, [field]);
    card.seen.set(field, theirs);
    return true;
  }

  again(card) {
    card.show("kept");
    const wait = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    clearTimeout(this.timers.get(card));
    this.timers.set(card, setTimeout(() => this.save(card), wait));
  }
}
