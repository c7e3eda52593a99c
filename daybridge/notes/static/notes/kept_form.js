/* A form that htmx saves while it is written: its words also stay in this browser until
   the server has them, through a lost line, a killed page and an expired sign-in. */
import { Door } from "./door.js";
import { openJournal } from "./journal.js";

const AGAIN = 3000; // milliseconds until a save that failed is tried again
const form = document.querySelector("[data-kept-form]");
const door = new Door(form, form.dataset, document.getElementById("kept-words"));
const journal = await openJournal(form.dataset.journalKey, form.dataset.keptForm).catch(() => null);
let sent = new Map();

function written() {
  const fields = [...new FormData(form)].filter(([name]) => name.startsWith("card-"));
  return new Map(fields);
}

function write(name, value) {
  const field = form.elements[name];
  if (!field || field.value === value) return false;
  field.value = value;
  return true;
}

function saveSoon() {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

form.addEventListener("input", ({ target }) => {
  if (target.name?.startsWith("card-")) journal?.keep("note", target.name, { value: target.value });
});

form.addEventListener("htmx:beforeRequest", () => {
  sent = written();
});

form.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) {
    if (detail.xhr.status === 401) door.signedOut();
    if (detail.xhr.status !== 422) setTimeout(saveSoon, AGAIN);
    return;
  }
  const now = written();
  for (const [name, value] of sent) if (now.get(name) === value) journal?.forget("note", name);
});

const left = (await journal?.kept()) ?? [];
const restored = left.filter(({ field, value }) => write(field, value));
if (restored.length) saveSoon();
