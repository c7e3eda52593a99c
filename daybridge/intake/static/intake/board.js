/* Moves cards between columns: data-move on a card's link, inside data-board. Drag it, or
   take it with Enter or Space, choose a stage with the arrow keys, Enter again, Escape
   leaves it. The form data-board-form carries the move; without this, the link does. */
const board = document.querySelector("[data-board]");
const form = document.querySelector("[data-board-form]");
const says = document.querySelector("[data-board-says]");
const columns = [...(board?.querySelectorAll("[data-stage]") ?? [])];
let held = null; // {card, target, dragged, far}
let wasDragged = false; // the click that follows is no click

const say = (words) => (says.textContent = words);

function aim(column) {
  for (const one of columns) one.toggleAttribute("data-target", one === column);
  if (held && column && held.target !== column) say(column.dataset.label);
  if (held) held.target = column;
}

function take(card, dragged) {
  held = { card, target: card.closest("[data-stage]"), dragged };
  card.setAttribute("data-held", "");
}

function leave(words) {
  held?.card.removeAttribute("data-held");
  held = null;
  aim(null);
  say(words);
}

function drop() {
  const { card, target } = held;
  if (!target || target.contains(card)) return leave("Left where it was");
  form.action = card.dataset.action;
  form.elements.to.value = target.dataset.stage;
  form.elements.version.value = card.dataset.version;
  form.submit();
}

function byKey(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const link = event.target.closest?.("[data-move]");
  if (!link) return;
  if (!held && (event.key === "Enter" || event.key === " ")) {
    take(link.closest("[data-card]"), false);
    say(`${held.card.dataset.name} taken. Arrow keys choose a stage.`);
  } else if (held && step) {
    const here = columns.indexOf(held.target) + step;
    aim(columns[Math.max(0, Math.min(here, columns.length - 1))]);
  } else if (held && (event.key === "Enter" || event.key === " ")) drop();
  else if (held && event.key === "Escape") leave("Left where it was");
  else return;
  event.preventDefault();
}

function byPointer(event) {
  const link = event.target.closest?.("[data-move]");
  if (!link || event.button !== 0) return;
  take(link.closest("[data-card]"), true);
  link.setPointerCapture(event.pointerId);
}

function moved(event) {
  if (!held?.dragged) return;
  held.far ||= Math.abs(event.movementX) + Math.abs(event.movementY) > 2;
  aim(document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-stage]"));
}

function released() {
  wasDragged = Boolean(held?.far);
  if (held?.dragged) wasDragged ? drop() : leave("");
}

function clicked(event) {
  const byKeyboard = event.detail === 0;
  if (event.target.closest("[data-move]") && (byKeyboard || wasDragged)) {
    event.preventDefault();
  }
}

if (board && form) {
  board.setAttribute("data-board-live", "");
  board.addEventListener("keydown", byKey);
  board.addEventListener("pointerdown", byPointer);
  board.addEventListener("pointermove", moved);
  board.addEventListener("pointercancel", () => leave(""));
  board.addEventListener("dragstart", (event) => event.preventDefault());
  board.addEventListener("focusout", () => held && !held.dragged && leave(""));
  board.addEventListener("pointerup", released);
  board.addEventListener("click", clicked);
}
