/* Opens a <dialog> by data-open-dialog="its-id" and closes it by data-close-dialog.
   Without JavaScript the opener is a link to a page that holds the same form. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const dialog = document.getElementById(opener.dataset.openDialog);
    if (!dialog) return;
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    return;
  }
  if (event.target.closest("[data-close-dialog]")) {
    event.preventDefault();
    event.target.closest("dialog")?.close();
  }
});

/* A press that both starts and ends on the backdrop closes it. */
let pressed = null;
document.addEventListener("pointerdown", (event) => {
  pressed = event.target;
});
document.addEventListener("click", (event) => {
  const dialog = event.target;
  if (dialog instanceof HTMLDialogElement && pressed === dialog) {
    if (!dialog.hasAttribute("data-keep-open") && outside(dialog, event)) dialog.close();
  }
});

function outside(dialog, { clientX: x, clientY: y }) {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
