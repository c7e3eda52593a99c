/* Moves a card (data-card) to another cell (data-slot) of data-week-board: drag its
   link, or take it with Space, choose with the arrow keys, Space again, Escape leaves it.
   The form data-week-form carries the move; without this, the link opens a form. */
const board = document.querySelector("[data-week-board]");
const form = document.querySelector("[data-week-form]");
const says = document.querySelector("[data-week-says]");
let held = null; // {card, cell, dragged, far}
let wasDragged = false;

function aim(cell) {
  if (!held || !cell || cell === held.cell) return;
  held.cell.removeAttribute("data-target");
  cell.setAttribute("data-target", "");
  held.cell = cell;
  says.textContent = cell.dataset.label;
}

function take(link, dragged) {
  const card = link.closest("[data-card]");
  held = { card, cell: card.closest("[data-slot]"), dragged, far: false };
  card.setAttribute("data-held", "");
}

function leave(words) {
  held?.card.removeAttribute("data-held");
  held?.cell.removeAttribute("data-target");
  held = null;
  says.textContent = words;
}

function drop() {
  if (held.cell.contains(held.card)) return leave("Left where it was");
  form.elements.meeting.value = held.card.dataset.meeting;
  form.elements.day.value = held.cell.dataset.day;
  form.elements.minute.value = held.cell.dataset.minute;
  form.submit();
}

function beside(cell, [across, down]) {
  const row = cell.closest("tr");
  const rows = [...row.parentElement.rows];
  const other = rows[rows.indexOf(row) + down] ?? row;
  const next = other.cells[cell.cellIndex + across];
  return next?.matches("[data-slot]") ? next : cell;
}

function byKey(event) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const link = event.target.closest?.("[data-move]");
  if (!link) return;
  if (!held && event.key === " ") {
    take(link, false);
    says.textContent = `${link.textContent} taken. Arrow keys choose a day and an hour.`;
  } else if (held && steps[event.key]) aim(beside(held.cell, steps[event.key]));
  else if (held && (event.key === " " || event.key === "Enter")) drop();
  else if (held && event.key === "Escape") leave("Left where it was");
  else return;
  event.preventDefault();
}

function byPointer(event) {
  const link = event.target.closest?.("[data-move]");
  wasDragged = false;
  if (!link || event.button !== 0) return;
  take(link, true);
  link.setPointerCapture(event.pointerId);
}

function moved(event) {
  if (!held?.dragged) return;
  held.far ||= Math.abs(event.movementX) + Math.abs(event.movementY) > 2;
  aim(document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-slot]"));
}

function released() {
  if (!held?.dragged) return;
  wasDragged = held.far;
  if (wasDragged) drop();
  else leave("");
}

if (board && form) {
  board.setAttribute("data-live", "");
  board.addEventListener("keydown", byKey);
  board.addEventListener("pointerdown", byPointer);
  board.addEventListener("pointermove", moved);
  board.addEventListener("pointerup", released);
  board.addEventListener("pointercancel", () => held && leave(""));
  board.addEventListener("dragstart", (event) => event.preventDefault());
  board.addEventListener("focusout", () => held && !held.dragged && leave(""));
  board.addEventListener("click", (event) => wasDragged && event.preventDefault());
}
