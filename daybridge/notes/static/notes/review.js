/* A note counts as read once all of it was on the screen; then all can be signed. */
const form = document.querySelector("[data-review-form]");
const button = form?.querySelector("[data-sign-all]");
const count = form?.querySelector("[data-unread-count]");
const unread = new Set(form?.querySelectorAll("[data-unread]") ?? []);
const seenTo = new Map();

function tell() {
  if (!button) return;
  button.disabled = unread.size > 0;
  if (!unread.size) button.focus({ preventScroll: true });
  count.textContent = unread.size ? `${unread.size} not read to the end yet: scroll on` : "Each was on your screen";
}

/* Both the top and the foot of a note must have been in view. */
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    const note = target.closest("[data-unread]");
    seenTo.set(note, (seenTo.get(note) ?? new Set()).add(target));
    if (seenTo.get(note).size === 2) unread.delete(note);
  }
  tell();
}, { rootMargin: "0px 0px -64px 0px" });

for (const note of unread) {
  observer.observe(note.firstElementChild);
  observer.observe(note.lastElementChild);
}
tell();
