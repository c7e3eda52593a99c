/* Who else writes here, and what they wrote: asked every four seconds while in view. */
const EVERY = 4000;

export function attachLive(evening, cards, door) {
  const ask = async () => {
    if (document.hidden) return;
    const focused = document.activeElement?.closest("[data-card]")?.dataset.card ?? "";
    try {
      const response = await door.post(evening.dataset.live, new URLSearchParams({ patient: focused }));
      if (response.ok && !response.redirected) show(cards, await response.json());
    } catch {
      return; // the next one will tell
    }
  };
  setInterval(ask, EVERY);
  ask();
}

function show(cards, { people, cards: stored }) {
  for (const card of cards) {
    const also = card.element.querySelector("[data-also]");
    const here = people.filter((person) => person.patient === card.id).map((person) => person.name);
    if (also) also.textContent = here.length ? `${here.join(", ")} is here too` : "";
    if (stored[card.id]) refresh(card, stored[card.id]);
  }
}

/* Fields nobody here is changing follow what the other person wrote. */
function refresh(card, { marks, values, signed }) {
  if (signed) return;
  const mine = new Set(card.changed());
  for (const [field, mark] of Object.entries(marks)) {
    const focused = card.inputs(field).includes(document.activeElement);
    if (mine.has(field) || focused || card.bases.get(field) === mark) continue;
    card.write(field, values[field]);
    card.taken({ [field]: values[field] }, { [field]: mark });
  }
}
