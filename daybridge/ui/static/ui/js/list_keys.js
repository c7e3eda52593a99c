/* Arrow keys walk a list: data-list-keys="selector of what can be reached" on its
   container. Home and End jump; from its data-list-keys-field, Down enters the results
   and Up comes back. */
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = event.target.closest?.("[data-list-keys]");
  if (list && (step || event.key === "Home" || event.key === "End")) {
    const items = [...list.querySelectorAll(list.dataset.listKeys)];
    const here = items.indexOf(document.activeElement);
    if (here < 0) return;
    event.preventDefault();
    if (event.key === "Home") items[0].focus();
    else if (event.key === "End") items.at(-1).focus();
    else if (here + step >= 0) items[Math.min(here + step, items.length - 1)].focus();
    else fieldAbove(list)?.focus();
    return;
  }
  if (event.key === "ArrowDown" && event.target.matches?.("[data-list-keys-field]")) {
    const results = event.target.closest("dialog, [data-list-keys-scope]");
    const target = results?.querySelector("[data-list-keys]");
    const first = target?.querySelector(target.dataset.listKeys);
    if (first) {
      event.preventDefault();
      first.focus();
    }
  }
});

function fieldAbove(list) {
  const scope = list.closest("dialog, [data-list-keys-scope]");
  return scope?.querySelector("[data-list-keys-field]");
}
