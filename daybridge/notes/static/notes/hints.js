/* What a card says about itself after a save; always as text, never as markup. */
function line(className, words) {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = words;
  return element;
}

export function showHints(card, { names = [], likeness = null, missing = [], closed = "" }) {
  const place = card.element.querySelector("[data-hints]") ?? card.element.querySelector("[data-names]");
  if (!place) return;
  const lines = [];
  if (closed) lines.push(line("field-error", closed));
  for (const sentence of names) lines.push(line("field-error", sentence));
  if (likeness?.sentence) {
    const meter = line(likeness.too_close ? "field-error" : "soft", likeness.sentence);
    meter.dataset.likeness = likeness.points;
    lines.push(meter);
  }
  if (card.id !== "summary") {
    card.element.dataset.complete = missing.length ? "" : "1";
    lines.push(line("soft", missing.length ? missing.join(" ") : "Complete."));
  }
  place.replaceChildren(...lines);
}

/* Two people wrote the same field: both texts stay in view until someone decides. */
export function showClashes(card, clashes, save) {
  const place = card.element.querySelector("[data-clashes]");
  if (!place) return;
  place.replaceChildren(...clashes.map((clash) => clashBox(card, clash, save)));
}

function clashBox(card, clash, save) {
  const box = document.createElement("div");
  box.className = "notice";
  box.dataset.tone = "needs";
  box.setAttribute("role", "alert");
  const words = document.createElement("div");
  words.className = "notice-words";
  words.append(line("", `${clash.by} wrote here at the same time. Theirs is saved:`));
  const quote = document.createElement("blockquote");
  quote.className = "pre-line";
  quote.textContent = clash.theirs;
  words.append(quote, line("", "Yours stands in the field and is kept on this device."));
  box.append(words, choices(card, clash, save, box));
  return box;
}

function choices(card, clash, save, box) {
  const row = document.createElement("div");
  row.className = "button-row";
  const settle = (value) => () => {
    card.rebase({ [clash.field]: clash.base }, [clash.field]);
    card.seen.set(clash.field, clash.theirs);
    card.write(clash.field, value());
    box.remove();
    save();
  };
  const options = [
    ["Keep both", () => `${clash.theirs}\n${card.value(clash.field)}`],
    ["Keep mine", () => card.value(clash.field)],
    ["Keep theirs", () => clash.theirs],
  ];
  const shown = card.inputs(clash.field)[0]?.tagName === "TEXTAREA" ? options : options.slice(1);
  for (const [label, value] of shown) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = label;
    button.addEventListener("click", settle(value));
    row.append(button);
  }
  return row;
}
