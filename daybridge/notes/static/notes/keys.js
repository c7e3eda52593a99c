/* One key rates and moves on, 0 says no-show; Ctrl+Enter goes to the next card that
   needs words, Alt+Shift+H says that everyone else is here. */
function cardsToWrite() {
  return [...document.querySelectorAll("[data-card][data-save]:not([data-card=summary])")];
}

function visible(element) {
  return element.offsetParent !== null;
}

/* Where a card begins: its first open rating, or its sentence when someone is away. */
export function enter(card) {
  const ratings = [...card.querySelectorAll("[data-rating]")].filter(visible);
  const open = ratings.find((rating) => !rating.querySelector(":checked"));
  const start = open?.querySelector("input") ?? card.querySelector("[data-field=sentence]");
  start.focus();
  card.scrollIntoView({ block: "center" });
}

function nextCard(from) {
  const cards = cardsToWrite();
  const here = cards.indexOf(from);
  return cards.slice(here + 1).find((card) => !card.dataset.complete && card.dataset.mark !== "no_show") ?? cards[here + 1];
}

function rate(rating, key) {
  const inputs = [...rating.querySelectorAll("input")];
  const chosen = inputs[Number(key) - 1];
  if (!chosen) return;
  chosen.checked = true;
  chosen.dispatchEvent(new Event("input", { bubbles: true }));
  const card = rating.closest("[data-card]");
  const ratings = [...card.querySelectorAll("[data-rating]")];
  const next = ratings[ratings.indexOf(rating) + 1];
  (next?.querySelector(":checked") ?? next?.querySelector("input") ?? card.querySelector("[data-field=sentence]")).focus();
}

/* By mouse as by key: with the last of the three ratings the sentence can be typed. */
function rated({ target, detail }) {
  const card = detail && target.closest("[data-rating] label")?.closest("[data-card]");
  if (!card) return;
  setTimeout(() => { // once the click has checked its answer
    const ratings = [...card.querySelectorAll("[data-rating]")];
    const sentence = card.querySelector("[data-field=sentence]");
    if (!sentence.value && ratings.every((rating) => rating.querySelector(":checked"))) sentence.focus();
  });
}

export function attachKeys(evening, review) {
  evening.addEventListener("click", rated);
  evening.addEventListener("keydown", (event) => {
    const rating = event.target.closest("[data-rating]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.altKey && event.shiftKey && event.code === "KeyH") {
      event.preventDefault();
      evening.querySelector('[data-act][value="all:arrived"]')?.click();
      return;
    }
    if (rating && plain && event.key === "0") {
      event.preventDefault();
      rating.closest("[data-card]").querySelector('[data-act][value$=":no_show"]')?.click();
      return;
    }
    if (rating && plain && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      rate(rating, event.key);
      return;
    }
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (event.shiftKey) return review();
    const next = nextCard(event.target.closest("[data-card]"));
    if (next) enter(next);
    else evening.querySelector("[data-review]")?.focus();
  });
}
