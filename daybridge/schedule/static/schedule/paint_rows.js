/* The list beside a painted week: one row for each time, with the days it is on.
   `readRows` gives the week as marks of its quarters, `writeRows` writes it. */
const DAY = 96; // quarters of an hour
const WEEK = 7 * DAY;
const NOTHING = "none";

const rowsOf = (part) => [
  ...part.querySelectorAll("[data-paint-rows] [data-paint-row]"),
];
const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
const daysOf = (row) => [...row.querySelectorAll('[name$="-days"]')];

function quarterOf(text) {
  const [hours, minutes] = text.split(":").map(Number);
  return Number.isFinite(minutes) ? hours * 4 + Math.floor(minutes / 15) : null;
}

function clockOf(quarter) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor((quarter % DAY) / 4))}:${two((quarter % 4) * 15)}`;
}

export function readRows(part) {
  const slots = Array(WEEK).fill(NOTHING);
  for (const row of rowsOf(part)) {
    const from = quarterOf(field(row, "start").value) ?? 0;
    const until = quarterOf(field(row, "end").value) || DAY;
    const length = ((until - from + DAY - 1) % DAY) + 1; // past midnight, it goes on
    for (const day of daysOf(row).filter((one) => one.checked)) {
      const first = Number(day.value) * DAY + from;
      for (let n = 0; n < length; n++) {
        slots[(first + n) % WEEK] = field(row, "mark").value;
      }
    }
  }
  return slots;
}

function timesOf(slots) {
  const times = new Map();
  for (let start = 0; start < WEEK; ) {
    let end = start + 1;
    while (end % DAY && slots[end] === slots[start]) end++;
    if (slots[start] !== NOTHING) {
      const day = Math.floor(start / DAY);
      const [mark, from, until] = [slots[start], start % DAY, end - day * DAY];
      const key = `${mark} ${from} ${until}`;
      if (!times.has(key)) times.set(key, { mark, from, until, days: [] });
      times.get(key).days.push(String(day));
    }
    start = end;
  }
  return [...times.values()];
}

function addRow(part) {
  const number = rowsOf(part).length;
  const template = part.querySelector("[data-paint-template]");
  const row = template.content.firstElementChild.cloneNode(true);
  for (const one of row.querySelectorAll("[name], [id], [for]")) {
    for (const name of ["name", "id", "for"]) {
      const value = one.getAttribute(name);
      if (value) one.setAttribute(name, value.replace("row-new", `row-${number}`));
    }
  }
  part.querySelector("[data-paint-rows]").append(row);
  return row;
}

function fill(row, { mark, from, until, days }) {
  if (mark) field(row, "mark").value = mark;
  field(row, "start").value = days.length ? clockOf(from) : "";
  field(row, "end").value = days.length ? clockOf(until) : "";
  for (const day of daysOf(row)) day.checked = days.includes(day.value);
}

export function writeRows(part, slots) {
  const times = timesOf(slots);
  const rows = rowsOf(part);
  while (rows.length < times.length + 1) rows.push(addRow(part));
  rows.forEach((row, number) => fill(row, times[number] ?? { days: [] }));
}
