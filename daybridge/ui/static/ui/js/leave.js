/* Asks before a form with typed but unsaved words is left: data-confirm-leave on it.
   Forms that save as one types set data-saved when everything is safe. */
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-confirm-leave]");
  if (form) {
    form.removeAttribute("data-saved");
    changed.add(form);
  }
});

document.addEventListener("submit", (event) => changed.delete(event.target));

addEventListener("beforeunload", (event) => {
  const unsaved = [...changed].some(
    (form) => form.isConnected && !form.hasAttribute("data-saved"),
  );
  if (unsaved) event.preventDefault();
});
