/* The session page comes alive: every word saved, every place a press away. */
import { Card } from "./card.js";
import { Door } from "./door.js";
import { openJournal } from "./journal.js";
import { attachKeys } from "./keys.js";
import { attachLive } from "./live.js";
import { attachPhrases } from "./phrases.js";
import { attachPlaces } from "./places.js";
import { Saver } from "./saver.js";

const evening = document.querySelector("[data-evening]");
const form = document.getElementById("evening-form");
const cards = [...evening.querySelectorAll("[data-card][data-save]")].map((element) => new Card(element));
const byId = new Map(cards.map((card) => [card.id, card]));
const door = new Door(form, evening.dataset, document.getElementById("kept-words"));
const journal = await openJournal(evening.dataset.journalKey, evening.dataset.evening).catch(() => null);
const saver = new Saver(cards, journal, door);

function cardOf(input) {
  return byId.get(input.closest("[data-card]")?.dataset.card);
}

evening.addEventListener("input", (event) => {
  const card = cardOf(event.target);
  if (card && event.target.dataset.field) saver.typed(card, event.target.dataset.field);
});

/* Words that a killed browser or server left behind go back into their fields. */
for (const { card: id, field, value, base, sent } of (await journal?.kept()) ?? []) {
  const card = byId.get(id);
  if (!card || card.value(field) === value) {
    journal.forget(id, field);
    continue;
  }
  if (!sent?.includes(card.value(field))) card.bases.set(field, base);
  card.write(field, value);
  saver.typed(card, field);
}

/* So do words typed before this script ran. */
for (const card of cards) {
  for (const field of card.touched()) saver.typed(card, field);
}

async function review() {
  if (await saver.saveAll()) form.requestSubmit(evening.querySelector("[data-review]"));
}

addEventListener("pagehide", () => {
  for (const card of cards) {
    const fields = card.changed();
    if (fields.length) door.post(card.url, card.body(fields), { keepalive: true });
  }
});

attachKeys(evening, review);
attachPlaces(evening, door, saver);
attachPhrases(evening);
if (cards.length) attachLive(evening, cards, door);
evening.dataset.ready = "1";
