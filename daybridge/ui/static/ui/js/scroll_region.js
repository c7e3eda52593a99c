/* A table too wide for its place scrolls there (data-scrolls) and can be reached with
   Tab; one that fits is no stop on the way. The markup says tabindex="0", so without
   JavaScript a region is always reachable. */
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) settle(target);
});

function settle(region) {
  const content = region.firstElementChild;
  region.toggleAttribute("data-scrolls", content.scrollWidth > region.clientWidth + 1);
  const cut = region.scrollHeight > region.clientHeight + 1;
  const boxed = getComputedStyle(region).overflowY !== "visible";
  if (region.hasAttribute("data-scrolls") || (cut && boxed)) region.tabIndex = 0;
  else region.removeAttribute("tabindex");
}

function watch(root) {
  const regions = [...root.querySelectorAll("[data-scroll-region]")];
  if (root.matches?.("[data-scroll-region]")) regions.push(root);
  regions.forEach((region) => watcher.observe(region));
}

watch(document.documentElement);
document.addEventListener("htmx:load", (event) => watch(event.detail.elt));
