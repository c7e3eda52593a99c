/* Moves focus where the reader has to look: the error summary of a form that came back
   (data-focus-on-load), whole or swapped in; and from an error link into its field. */
function focusFirst(root) {
  const target = root.matches?.("[data-focus-on-load]")
    ? root
    : root.querySelector("[data-focus-on-load]");
  target?.focus();
}

focusFirst(document);
document.addEventListener("htmx:load", (event) => focusFirst(event.detail.elt));

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("fieldset, div") ? field.querySelector("input, select") : field;
  control.focus();
  (control.closest(".field") ?? control).scrollIntoView({ block: "center" });
});
