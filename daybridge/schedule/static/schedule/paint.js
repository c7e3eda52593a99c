/* Paints a week: data-paint, around `_paint_week.html`. Choose where a time begins
   and where it ends, draw with the mouse, or take the keys: arrows move, Shift extends,
   Space or Enter paints, Delete wipes, Ctrl+Z takes back. The list is what is sent. */
import { readRows, writeRows } from "./paint_rows.js";

const DAYS = 7;
const ROWS = 48; // half hours
const STEPS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-8, 0], PageDown: [8, 0], Home: [-ROWS, 0], End: [ROWS, 0],
};
const BEFORE_WORK = 13; // the row to show first: half past six

class Painter {
  constructor(part) {
    this.part = part;
    this.table = part.querySelector("[data-paint-table]");
    this.says = part.querySelector("[data-paint-says]");
    this.undoer = part.querySelector("[data-paint-undo]");
    this.cells = [...this.table.tBodies[0].rows].map((row) => [
      ...row.querySelectorAll("td"),
    ]);
    this.names = this.wordsOf();
    this.slots = readRows(part);
    this.before = []; // weeks to go back to
    this.at = this.from = [16, 0]; // row and day; Monday, 8 o'clock
    this.begun = null; // where a time begins that was chosen by a tap
    this.open();
  }

  wordsOf() {
    const brushes = this.part.querySelectorAll(".paint-brushes label");
    return Object.fromEntries(
      [...brushes].map((label) => [
        label.querySelector("input").value,
        label.textContent.trim(),
      ]),
    );
  }

  open() {
    this.part.querySelector("[data-paint-tools]").hidden = false;
    const list = this.part.querySelector("[data-paint-list]");
    list.open = Boolean(list.querySelector(".field-error"));
    this.table.setAttribute("role", "grid");
    for (const cell of this.cells.flat()) cell.tabIndex = -1;
    this.table.addEventListener("pointerdown", (event) => this.down(event));
    this.table.addEventListener("pointermove", (event) => this.move(event));
    this.table.addEventListener("pointerup", (event) => this.up(event));
    this.table.addEventListener("pointercancel", () => this.choose(null));
    this.table.addEventListener("focusin", (event) => this.reached(event));
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.undoer.addEventListener("click", () => this.undo());
    list.addEventListener("change", () => {
      this.remember();
      this.slots = readRows(this.part);
      this.draw();
    });
    this.draw();
    this.cells[16][0].tabIndex = 0;
  }

  placeOf(target) {
    const cell = target?.closest?.("td[data-slot]");
    if (!cell || !this.table.contains(cell)) return null;
    const slot = Number(cell.dataset.slot);
    return [(slot % (ROWS * 2)) / 2, Math.floor(slot / (ROWS * 2))];
  }

  /* Pointers */

  down(event) {
    const place = this.placeOf(event.target);
    if (!place || event.button !== 0) return;
    this.pressed = place;
    if (event.pointerType !== "touch") event.preventDefault();
  }

  move(event) {
    if (!this.pressed || event.pointerType === "touch") return;
    const place = this.placeOf(document.elementFromPoint(event.clientX, event.clientY));
    if (place && (this.drawing || String(place) !== String(this.pressed))) {
      this.drawing = true;
      this.choose(this.pressed, place);
      this.reveal(place[0] + Math.sign(place[0] - this.pressed[0]), place[1]);
    }
  }

  up(event) {
    const place = this.placeOf(document.elementFromPoint(event.clientX, event.clientY));
    const { pressed, drawing, begun } = this;
    this.pressed = null;
    this.drawing = false;
    if (!pressed || !place) return;
    if (drawing) this.paint(pressed, place);
    else if (begun) this.paint(begun, place);
    else this.begin(place);
  }

  begin(place) {
    this.choose(place);
    this.begun = place;
    const when = `${this.day(place[1])} ${this.hour(place[0])}`;
    this.says.textContent = this.says.dataset.begins.replace("{when}", when);
  }

  /* Keys */

  key(event) {
    const step = STEPS[event.key];
    const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
    if (step) this.go(step, event.shiftKey);
    else if (isUndo) this.undo();
    else if (event.key === " " || event.key === "Enter") this.paint(this.from, this.at);
    else if (event.key === "Delete" || event.key === "Backspace") {
      this.paint(this.from, this.at, "none");
    } else if (event.key === "Escape") this.choose(null);
    else return;
    event.preventDefault();
  }

  reached(event) {
    const place = this.placeOf(event.target);
    if (!place || String(place) === String(this.at)) return;
    this.cells[this.at[0]][this.at[1]].tabIndex = -1;
    event.target.tabIndex = 0;
    this.at = this.from = place;
  }

  go([rows, days], extends_) {
    const within = (value, count) => Math.max(0, Math.min(value, count - 1));
    this.focus([within(this.at[0] + rows, ROWS), within(this.at[1] + days, DAYS)]);
    if (extends_) this.choose(this.from, this.at);
    else {
      this.from = this.at;
      this.choose(null);
    }
  }

  focus(place) {
    this.cells[this.at[0]][this.at[1]].tabIndex = -1;
    this.at = place;
    const cell = this.cells[place[0]][place[1]];
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    this.reveal(...place);
  }

  reveal(row, day) {
    this.cells[row]?.[day].scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /* The week */

  choose(from, until = from) {
    this.begun = null;
    for (const cell of this.cells.flat()) cell.removeAttribute("data-chosen");
    if (from) {
      for (const [row, day] of between(from, until)) {
        this.cells[row][day].setAttribute("data-chosen", "");
      }
    }
  }

  paint(from, until, mark = this.part.querySelector(".paint-brushes :checked").value) {
    this.remember();
    for (const [row, day] of between(from, until)) {
      const slot = day * ROWS * 2 + row * 2;
      this.slots.fill(mark, slot, slot + 2);
    }
    this.keep();
    this.say(from, until, mark);
    this.from = this.at;
  }

  remember() {
    this.before.push([...this.slots]);
    this.undoer.disabled = false;
  }

  undo() {
    if (!this.before.length) return;
    this.slots = this.before.pop();
    this.undoer.disabled = !this.before.length;
    this.keep();
    this.says.textContent = this.says.dataset.undone;
  }

  keep() {
    this.choose(null);
    writeRows(this.part, this.slots);
    this.draw();
    this.part.dispatchEvent(new Event("input", { bubbles: true }));
  }

  draw() {
    for (const cell of this.cells.flat()) {
      const slot = Number(cell.dataset.slot);
      const marks = [this.slots[slot], this.slots[slot + 1]];
      const before = slot % (ROWS * 2) ? this.slots[slot - 1] : "none";
      const [first, second, words] = cell.children;
      [first.dataset.mark, second.dataset.mark] = marks;
      const said = [...new Set(marks)].filter((mark) => mark !== "none");
      words.textContent = said.map((mark) => this.names[mark]).join(", ");
      const begins = said.length && (marks[0] !== before || marks[1] !== marks[0]);
      cell.toggleAttribute("data-begins", Boolean(begins));
    }
  }

  /* Words */

  day(day) {
    return this.table.tHead.rows[0].cells[day + 1].textContent;
  }

  hour(row) {
    return this.table.tBodies[0].rows[row % ROWS].cells[0].textContent;
  }

  say(from, until, mark) {
    const [top, bottom] = [from[0], until[0]].sort((a, b) => a - b);
    const days = [...new Set([from[1], until[1]].sort())].map((day) => this.day(day));
    this.says.textContent = this.says.dataset.painted
      .replace("{mark}", this.names[mark])
      .replace("{days}", days.join(" – "))
      .replace("{from}", this.hour(top))
      .replace("{until}", this.hour(bottom + 1));
  }
}

function* between(from, until) {
  const [top, bottom] = [from[0], until[0]].sort((a, b) => a - b);
  const [left, right] = [from[1], until[1]].sort((a, b) => a - b);
  for (let row = top; row <= bottom; row++) {
    for (let day = left; day <= right; day++) yield [row, day];
  }
}

/* A week begins in the morning, also where it is only read. */
function showMorning(scroll) {
  const table = scroll.querySelector("[data-paint-table]");
  const first = table.tBodies[0].rows[BEFORE_WORK];
  scroll.scrollTop = first.offsetTop - table.tHead.offsetHeight;
}

for (const part of document.querySelectorAll("[data-paint]")) new Painter(part);
for (const scroll of document.querySelectorAll("[data-paint-scroll]")) {
  showMorning(scroll);
  scroll.closest("[data-paint-more]")?.addEventListener("toggle", () => showMorning(scroll));
}
