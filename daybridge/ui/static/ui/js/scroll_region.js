/* A region that scrolls can be reached with Tab; one that does not is no stop on the
   way. The markup says tabindex="0", so without JavaScript it is always reachable. */
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls =
      target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
    if (scrolls) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

function watch(root) {
  root.querySelectorAll("[data-scroll-region]").forEach((region) => watcher.observe(region));
}

watch(document);
document.addEventListener("htmx:load", (event) => watch(event.detail.elt));
